use std::sync::{Arc, Mutex};

use axum::{extract::State, http::StatusCode, routing::get, Json, Router};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Note {
    text: String,
}

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<Note>>>);

impl Notes {
    fn add(&self, note: Note) -> usize {
        let mut all = self.0.lock().expect("no holder of the lock panics");
        all.push(note);
        all.len()
    }

    fn all(&self) -> Vec<Note> {
        self.0.lock().expect("no holder of the lock panics").clone()
    }
}

pub fn router() -> Router {
    Router::new()
        .route("/notes", get(list).post(create))
        .with_state(Notes::default())
}

async fn list(State(notes): State<Notes>) -> Json<Vec<Note>> {
    Json(notes.all())
}

async fn create(State(notes): State<Notes>, Json(note): Json<Note>) -> StatusCode {
    notes.add(note);
    StatusCode::CREATED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_was_added_is_listed() {
        let notes = Notes::default();
        let note = Note {
            text: "water the plants".into(),
        };
        assert_eq!(notes.add(note.clone()), 1);
        assert_eq!(notes.all(), vec![note]);
    }
}
