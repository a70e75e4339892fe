import Merkle
import StoreConformance
import Testing

@Suite("What a witness is asked")
struct WitnessRequestTests {
  private func request(_ hashes: Int) throws -> WitnessRequest {
    let proof = (0..<hashes).map { Hash.leaf([UInt8($0)]) }
    return WitnessRequest(
      oldSize: 20, proof: proof, checkpoint: try SignedCheckpoint(Array(Foreign.note.utf8)))
  }

  @Test("is read as it was written, with up to 63 hashes")
  func roundTrip() throws {
    for hashes in [0, 1, 63] {
      let request = try request(hashes)
      #expect(try WitnessRequest(request.bytes) == request)
      #expect(String(decoding: request.bytes, as: UTF8.self).hasPrefix("old 20\n"))
    }
    let tooMany = try request(64)
    #expect(throws: NoteError.notAWitnessRequest) { try WitnessRequest(tooMany.bytes) }
  }

  @Test("is refused in every other form, and nothing that is sent brings the reader down")
  func malformed() throws {
    let note = Foreign.note
    for text in [
      "", "old 20", "old 20\n", "\n\n", "old 20\n\n", "old\n\n\(note)", "old 020\n\n\(note)",
      "old -1\n\n\(note)", "old  2\n\n\(note)", "Old 2\n\n\(note)", "old 2\nnohash\n\n\(note)",
      "old 2\n\n\nx\n", "old 18446744073709551616\n\n\(note)",
      "old 2\n\n\(note.replacing("city.example/log\n1", with: "throughline/replay@v1\nx"))",
      "old 2\n\n\(note)\(String(repeating: "x", count: WitnessRequest.longest))",
    ] {
      #expect(throws: NoteError.self, "\(text.prefix(40))") { try WitnessRequest(Array(text.utf8)) }
    }
    var random = SeededGenerator(seed: 11)
    let good = try request(3).bytes
    for _ in 1...2_000 { _ = try? WitnessRequest(random.mutated(good)) }
  }
}
