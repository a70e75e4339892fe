import Merkle
import StoreConformance
import Testing

/// What another implementation signed with these keys: a note of a log, cosigned by a witness.
enum Foreign {
  static let log = "city.example/log+2230a0de+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
  static let logSecret =
    "PRIVATE+KEY+city.example/log+2230a0de+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
  static let witness = "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
  static let witnessSecret =
    "PRIVATE+KEY+witness.example/w1+20324abe+BCAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/"
  static let time: UInt64 = 1_764_400_000
  static let entry = Array("a record".utf8)
  static let text = """
    city.example/log
    1
    c1F6z+zp9+rysWL5BWS8/OfkePn4v6NlZG9mdgXec5s=

    """
  static let note = """
    \(text)
    — city.example/log IjCg3m7JsYTWAnwAnNsth+8kbI6homK6YZ472U9TaYApYA3AlkVo/R6sKCobVoe0VmDocCu9\
    ZT6o97Kg4oHxQwef7As=
    — witness.example/w1 IDJKvgAAAABpKpuAXeYwqcAa9KgucFW9SuwuJv9KB/k3qdD/0J2IbbcZjUtDsYES29R8n3M5\
    sngvHsOZuIxwlCt67OvF77kw7AR5DQ==

    """
}

@Suite("Signed notes")
struct NoteTests {
  @Test("keys are written as everybody writes them, and read only whole")
  func keys() throws {
    let log = try SigningKey(secret: Foreign.logSecret)
    #expect(log.verifier.description == Foreign.log)
    #expect(log.secret == Foreign.logSecret)
    #expect("\(log)" == Foreign.log)
    #expect(try VerifierKey(Foreign.log) == log.verifier)
    let witness = try SigningKey(
      name: "witness.example/w1", algorithm: .cosignature, seed: Array(32..<64))
    #expect(witness.secret == Foreign.witnessSecret)
    #expect(witness.verifier == (try VerifierKey(Foreign.witness)))
    var random = SeededGenerator(seed: 5)
    for _ in 1...300 {
      let key = String(decoding: random.mutated(Array(Foreign.log.utf8)), as: UTF8.self)
      // Upper-case digits of the id say the same.
      let read = try? VerifierKey(key)
      #expect(read == nil || read == log.verifier, "\(key)")
    }
    for name in ["", "a b", "a+b", "a\u{2003}b", "a\nb"] {
      #expect(throws: NoteError.badKeyName) { try SigningKey(name: name) }
    }
  }

  @Test("a dump of a secret key shows its public half only")
  func dumps() throws {
    let key = try SigningKey(secret: Foreign.logSecret)
    var text = "\(key) \(String(reflecting: key))"
    dump(key, to: &text)
    #expect(!text.contains("AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"))
    #expect(!text.contains("rawRepresentation"))
  }

  @Test("what another implementation signed and cosigned is read, found right and written again")
  func foreign() throws {
    let note = try SignedNote(Array(Foreign.note.utf8))
    #expect(note.text == Array(Foreign.text.utf8))
    #expect(note.bytes == Array(Foreign.note.utf8))
    let keys = [try VerifierKey(Foreign.log), try VerifierKey(Foreign.witness)]
    let verified = try note.verify(with: keys)
    #expect(verified.map(\.key) == keys)
    #expect(verified.map(\.time) == [nil, Foreign.time])
    // And this one signs the same: Ed25519 knows no chance.
    var own = try SignedNote(Foreign.text, signedBy: SigningKey(secret: Foreign.logSecret))
    try own.cosign(with: SigningKey(secret: Foreign.witnessSecret), at: Foreign.time)
    #expect(try own.verify(with: keys).count == 2)
  }

  @Test("unknown keys count for nothing, a wrong signature of a known one refuses the note")
  func trust() throws {
    let (log, other) = (try SigningKey(name: "a.example"), try SigningKey(name: "a.example"))
    var note = try SignedNote("text\n\nafter a blank line\n", signedBy: log)
    #expect(throws: NoteError.notSigned(by: ["a.example"])) {
      try note.verify(with: [other.verifier])
    }
    try note.sign(with: other)
    #expect(try note.verify(with: [log.verifier]).map(\.key) == [log.verifier])
    #expect(try SignedNote(note.bytes) == note)
    let text = String(decoding: note.bytes, as: UTF8.self)
    let altered = try SignedNote(Array(text.replacing("after", with: "behind").utf8))
    #expect(throws: NoteError.wrongSignature(name: "a.example")) {
      try altered.verify(with: [log.verifier])
    }
    // Signed twice, it says so once.
    try note.sign(with: log)
    #expect(note.signatures.count == 2)
  }

  @Test("sixteen signatures are read, and many more; not any number")
  func many() throws {
    let keys = try (0..<SignedNote.mostSignatures).map { try SigningKey(name: "k\($0).example") }
    var note = try SignedNote("text\n", signedBy: keys[0])
    for key in keys.dropFirst() { try note.sign(with: key) }
    #expect(try SignedNote(note.bytes).verify(with: keys.map(\.verifier)).count == keys.count)
    let one = try SigningKey(name: "one.more.example")
    #expect(throws: NoteError.notANote(.tooManySignatures)) { try note.sign(with: one) }
    let line = String(decoding: note.bytes, as: UTF8.self).split(separator: "\n")[1]
    #expect(throws: NoteError.notANote(.tooManySignatures)) {
      try SignedNote(note.bytes + Array("\(line)\n".utf8))
    }
  }

  @Test(
    "anything else is no note",
    arguments: [
      "", "\n", "\n\n", "text\n", "text\n\n", "text\n\n— a AAAAAAA=", "text\n\n- a AAAAAAA=\n",
      "text\n\n— a b AAAAAAA=\n", "text\n\n—  AAAAAAA=\n", "text\n\n— a AAAA\n", "text\n\n— a \n",
      "text\n\n— a AAAAAA==\n", "text\n\n— a+b AAAAAAA=\n", "te\u{1}xt\n\n— a AAAAAAA=\n",
      "text\r\n\r\n— a AAAAAAA=\r\n", "text\n\n— a AAAAAAA=\n\n", "text\n\n— a AAAAAAB=\n",
      "text\n— a AAAAAAA=\n",
    ])
  func malformed(text: String) {
    #expect(throws: NoteError.self) { try SignedNote(Array(text.utf8)) }
  }

  @Test("a thousand random alterations of a note are refused")
  func mutations() throws {
    var random = SeededGenerator(seed: 29)
    let keys = [try VerifierKey(Foreign.log), try VerifierKey(Foreign.witness)]
    let good = Array(Foreign.note.utf8)
    for _ in 1...1_000 {
      let bytes = random.mutated(good)
      guard bytes != good else { continue }
      // One that makes the name or id of a signature an unknown one leaves the other standing.
      let trusted = try? SignedCheckpoint(bytes).verify(with: keys[0], witnesses: [keys[1]])
      #expect(trusted?.isEmpty ?? true, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }
}
