internal import InteractionModel
internal import Merkle

/// What the key in force states of the one that follows it, as a record keeps it: of a signed note the last
/// word of its signature line, for the record says the rest.
struct KeyStatement {
  let format: NoteFormat
  /// What is stated, behind the line of the format.
  let lines: [String]

  /// The word that a record keeps.
  /// - Parameter key: the key in force.
  /// - Returns: the word, in base64.
  /// - Throws: ``/Merkle/NoteError`` when it cannot sign.
  func signature(by key: SigningKey) throws(NoteError) -> String {
    let note = try SignedNote(format, lines: lines, signedBy: key)
    return note.signatures[0].line.split(separator: " ").last.map(String.init) ?? ""
  }

  /// Checks the word that a record keeps.
  /// - Parameters:
  ///   - signature: the word.
  ///   - key: the key in force.
  /// - Throws: ``/Merkle/NoteError`` unless that key states it.
  func verify(_ signature: String, by key: VerifierKey) throws(NoteError) {
    let note = [format.description] + lines + ["", "— \(key.name) \(signature)"]
    _ = try SignedNote(note.flatMap { Array("\($0)\n".utf8) }).verify(with: [key])
  }
}
