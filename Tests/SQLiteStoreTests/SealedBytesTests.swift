internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import Testing
@_spi(Opening) internal import Vault

@Suite("Nothing personal is in the files in clear")
struct SealedBytesTests {
  static let markers = [
    "Aurelia Quintanilla-Marker", "aurelia.marker@example.org", "+1 555 0199 4711",
    "Märkerstraße 17", "the marker story that is told over and over again ",
  ]

  /// How a marker might stand in a file: as it is, in hexadecimal, in base64 at any offset.
  private func forms(_ marker: String) -> [Data] {
    let bytes = [UInt8](marker.utf8)
    let base64 = (0..<3).map { offset -> Data in
      let padded = Data([UInt8](repeating: 0, count: offset) + bytes)
      // The first and last characters mix with what stands around.
      return Data(padded.base64EncodedString().utf8.dropFirst(4).dropLast(4))
    }
    let utf16 = marker.data(using: .utf16LittleEndian) ?? Data()
    return [Data(bytes), Data(Hex.string(bytes).utf8), utf16] + base64
  }

  private func files(_ directory: TestDirectory, with marker: String) throws -> [String] {
    let forms = forms(marker)
    return try directory.contents().filter { file in
      forms.contains { file.value.range(of: $0) != nil }
    }.map(\.key).sorted()
  }

  @Test("planted markers are in no file, before and after a checkpoint, and open again")
  func markers() async throws {
    let directory = try TestDirectory()
    let sealed = try await SealedLog(directory.path)
    let contents: [JSONObject] = Self.markers.map { marker in
      [
        "text": .string(marker), "endpoint": .string(marker),
        "nested": ["list": .array([.string(marker), .int(1)])],
        // Long enough to leave the line and become an attachment.
        "long": .string(String(repeating: marker, count: 3_000)),
      ]
    }
    var control = SealedLog.message(500)
    control.department = "control-marker-department"
    let events = contents.enumerated().map { SealedLog.message($0.offset, $0.element) } + [control]
    let placements = try await sealed.log.append(events)
    // A retry, a refusal and a key that is destroyed leave nothing behind either.
    _ = try await sealed.log.append(events)
    var other = events[0]
    other.personal[0].content["text"] = .string(Self.markers[1])
    await #expect(throws: AppendError.self) { try await sealed.log.append([other]) }

    let names = try directory.contents().keys
    #expect(names.contains("log.db-wal") && names.contains("vault.db-wal"))
    #expect(names.contains { $0.hasPrefix("attachments/") })
    for marker in Self.markers { #expect(try files(directory, with: marker) == []) }
    #expect(try !files(directory, with: "control-marker-department").isEmpty)

    try sealed.events.checkpoint()
    for marker in Self.markers { #expect(try files(directory, with: marker) == []) }
    #expect(try files(directory, with: "control-marker-department") == ["log.db"])

    for (content, placement) in zip(contents, placements) {
      let record = try #require(try sealed.events.record(at: placement.position)).decoded()
      #expect(try sealed.log.open(record).map(\.result) == [.opened(content)])
    }
    #expect(try sealed.events.problems() == [])
    try sealed.close()
    for marker in Self.markers { #expect(try files(directory, with: marker) == []) }
  }
}
