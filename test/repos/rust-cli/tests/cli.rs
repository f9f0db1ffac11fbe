use std::process::Command;

#[test]
fn it_counts_its_own_manifest() {
    let output = Command::new(env!("CARGO_BIN_EXE_linecount"))
        .arg("Cargo.toml")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the binary starts");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("Cargo.toml\n"));
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let status = Command::new(env!("CARGO_BIN_EXE_linecount"))
        .arg("no-such-file")
        .status()
        .expect("the binary starts");
    assert_eq!(status.code(), Some(1));
}
