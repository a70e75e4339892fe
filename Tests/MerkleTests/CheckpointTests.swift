import Merkle
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  private let key: SigningKey
  private let checkpoint: Checkpoint

  init() throws {
    key = try SigningKey(secret: Foreign.logSecret)
    checkpoint = try Checkpoint(origin: "city.example/log", size: 1, root: .leaf(Foreign.entry))
  }

  @Test("are the three lines of C2SP tlog-checkpoint, signed by the key of that name")
  func writing() throws {
    #expect(checkpoint.text == Foreign.text)
    let signed = try checkpoint.signed(by: key)
    #expect(try signed.verify(with: key.verifier).isEmpty)
    #expect(try SignedCheckpoint(signed.bytes) == signed)
    let other = try SigningKey(name: "other.example")
    let refusal = NoteError.otherOrigin(found: "city.example/log", expected: "other.example")
    #expect(throws: refusal) { try checkpoint.signed(by: other) }
    #expect(throws: refusal) { try signed.verify(with: other.verifier) }
  }

  @Test("may have lines behind these three, which are kept and signed")
  func extensions() throws {
    let note = try SignedNote("\(Foreign.text)more\nand more\n", signedBy: key)
    let signed = try SignedCheckpoint(note.bytes)
    #expect(signed.checkpoint.extensions == ["more", "and more"])
    #expect(signed.checkpoint.text == "\(Foreign.text)more\nand more\n")
    try signed.verify(with: key.verifier)
  }

  @Test("of witnesses' cosignatures tell when, and take none over another checkpoint")
  func cosigning() throws {
    let witness = try SigningKey(name: "w.example", algorithm: .cosignature)
    var signed = try checkpoint.signed(by: key)
    var asked = signed.note
    let answer = try asked.cosign(with: witness, at: 42)
    try signed.add(answer, of: witness.verifier)
    try signed.add(answer, of: witness.verifier)
    let cosigned = try signed.verify(with: key.verifier, witnesses: [witness.verifier])
    #expect(cosigned.map(\.time) == [42])
    #expect(try signed.verify(with: key.verifier).isEmpty)

    var larger = try Checkpoint(origin: checkpoint.origin, size: 2, root: checkpoint.root)
      .signed(by: key)
    #expect(throws: NoteError.wrongSignature(name: "w.example")) {
      try larger.add(answer, of: witness.verifier)
    }
    #expect(throws: NoteError.otherAlgorithm(name: checkpoint.origin)) {
      try checkpoint.signed(by: SigningKey(name: checkpoint.origin, algorithm: .cosignature))
    }
  }

  @Test("a witness's key signs nothing as a log, a log's key cosigns nothing")
  func kinds() throws {
    let witness = try SigningKey(name: "w.example", algorithm: .cosignature)
    #expect(throws: NoteError.otherAlgorithm(name: "w.example")) {
      try SignedNote("text\n", signedBy: witness)
    }
    var note = try checkpoint.signed(by: key).note
    #expect(throws: NoteError.otherAlgorithm(name: "city.example/log")) {
      try note.cosign(with: key, at: 1)
    }
    #expect(throws: NoteError.otherAlgorithm(name: "w.example")) {
      try note.cosign(with: witness, at: .max)
    }
  }

  @Test(
    "have no other form",
    arguments: [
      "", "a\n", "a\n1\n", "a\n1\nAAAA\n", "a\n01\n\(root)\n", "a\n+1\n\(root)\n",
      "a\n-1\n\(root)\n",
      "a\n1\n\(root)", "\n1\n\(root)\n", "a\n1\n\(root)\n\n", "a\n1\n\(root)\n\nb\n",
      "a\n0\n\(root)\n", "a\n9223372036854775809\n\(root)\n", "a\n99999999999999999999\n\(root)\n",
      "a\n1 \n\(root)\n", "a\n١\n\(root)\n",
    ])
  func malformed(text: String) {
    #expect(throws: NoteError.self) { try Checkpoint(Array(text.utf8)) }
  }

  private static let root = "c1F6z+zp9+rysWL5BWS8/OfkePn4v6NlZG9mdgXec5s="

  @Test("no statement is taken for one, and none for a statement")
  func statements() throws {
    let format = NoteFormat(name: "replay-certificate", version: 1)
    let signer = try SigningKey(name: "city.example/log/replay")
    var note = try SignedNote(format, lines: ["city.example/log", "1"], signedBy: signer)
    #expect(note.format == format)
    #expect(note.text == Array("throughline/replay-certificate@v1\ncity.example/log\n1\n".utf8))
    #expect(try checkpoint.signed(by: key).note.format == nil)
    #expect(throws: NoteError.isStatement(format)) { try SignedCheckpoint(note.bytes) }
    let witness = try SigningKey(name: "w.example", algorithm: .cosignature)
    #expect(throws: NoteError.isStatement(format)) { try note.cosign(with: witness, at: 1) }
    #expect(throws: NoteError.isStatement(format)) {
      try Checkpoint(origin: format.description, size: 1, root: checkpoint.root)
    }
    // Even a reader who knows no statements refuses it.
    #expect(throws: NoteError.notANote(.resemblesCheckpoint)) {
      try SignedNote(format, lines: ["1", Self.root], signedBy: signer)
    }
  }

  @Test("a log's key signs statements under a name of its own, which opens no checkpoint")
  func statementKeys() throws {
    let log = try SigningKey(name: "city.example/log")
    let own = try log.ofStatements
    #expect(own.verifier.name == "city.example/log/statements")
    #expect(own.verifier.publicKey == log.verifier.publicKey && own.verifier.id != log.verifier.id)
    #expect(try log.verifier.ofStatements == own.verifier)
    #expect(try own.verifier.ofStatements == own.verifier)
    #expect(own.verifier.signsStatements(of: "city.example/log"))
    #expect(!log.verifier.signsStatements(of: "city.example/log"))
    let note = try SignedNote(
      NoteFormat(name: "replay", version: 1), lines: ["a b"], signedBy: own)
    #expect(throws: NoteError.notSigned(by: ["city.example/log"])) {
      try note.verify(with: [log.verifier])
    }
    #expect(throws: NoteError.otherOrigin(found: "city.example/log", expected: own.verifier.name)) {
      try Checkpoint(origin: "city.example/log", size: 1, root: .leaf([])).signed(by: own)
    }
  }

  @Test(
    "an origin is no format line without all that makes one",
    arguments: ["throughline/x", "throughline/x@v", "throughline/x@v01", "x/throughline/x@v1"])
  func origins(line: String) {
    #expect(NoteFormat(line: line) == nil)
  }
}
