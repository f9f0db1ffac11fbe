//! */ ]]> ${{ github.token }} `touch pwned`

pub fn greeting() -> &'static str {
    "$(touch pwned)"
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_greeting_is_only_a_greeting() {
        assert!(super::greeting().starts_with('$'));
    }
}
