import Foundation
import InteractionModel
import Testing

@testable import Intake

/// Mints ids without a key: two FNV-1a hashes of everything that goes in.
struct TestMinter: IDMinter {
  func eventID(
    source: String, externalID: String, externalVersion: String, name: String
  ) -> EventID {
    EventID(version8: hash([source, externalID, externalVersion, name]))
  }

  func entityID(_ kind: EntityKind, source: String, externalID: String) -> String {
    EventID(version8: hash([kind.rawValue, source, externalID])).description
  }

  private func hash(_ pieces: [String]) -> [UInt8] {
    var halves: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4]
    for byte in pieces.joined(separator: "\u{0}").utf8 {
      for index in halves.indices {
        halves[index] = (halves[index] ^ UInt64(byte) &+ UInt64(index)) &* 0x100_0000_01B3
      }
    }
    return halves.flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> ($0 * 8)) } }
  }
}

let context = IntakeContext(minter: TestMinter())

/// All items of a text.
struct Reading {
  var rows: [(line: Int, events: [NewEvent])] = []
  var rejections: [Rejection] = []
  var notes: [IntakeNote] = []
  var keptAside = 0
  var events: [NewEvent] { rows.flatMap(\.events) }

  init(_ format: any IntakeFormat, _ bytes: [UInt8], chunkSize: Int = 1 << 18) throws {
    try self.init(format, IntakeSource(name: "test", bytes: bytes, chunkSize: chunkSize))
  }

  init(_ format: any IntakeFormat, _ text: String, chunkSize: Int = 1 << 18) throws {
    try self.init(format, Array(text.utf8), chunkSize: chunkSize)
  }

  init(_ format: any IntakeFormat, _ source: IntakeSource) throws {
    var rows: [(line: Int, events: [NewEvent])] = []
    var rejections: [Rejection] = []
    var notes: [IntakeNote] = []
    var keptAside = 0
    try format.read(source, context: context) { item in
      switch item {
      case .row(let row):
        rows.append((row.place.line, row.events))
        if row.isKeptAside { keptAside += 1 }
      case .said(let place, let row):
        rows.append((place.line, row.events.filter(\.after.isEmpty).map(\.event)))
      case .note(let note): notes.append(note)
      case .rejected(let rejection): rejections.append(rejection)
      }
    }
    self.rows = rows
    self.rejections = rejections
    self.notes = notes
    self.keptAside = keptAside
  }
}

/// Real input beside the project, and the project's own files.
enum Files {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let data = root.deletingLastPathComponent().appending(path: "shared/data")

  static func data(_ path: String) -> String { data.appending(path: path).path }
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: data(path)) }

  static func mapping(_ name: String) throws -> CSVRows {
    let url = root.appending(path: "Tools/mappings/\(name).yaml")
    let text = try String(contentsOf: url, encoding: .utf8)
    return try CSVRows(options: IntakeOptions(mapping: text, mappingName: url.lastPathComponent))
  }

  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: data(folder)).sorted()
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: data(path))))
  }

  static let absent: Comment = "needs ../shared/data, which is not here"
}

extension Collection where Element: Hashable {
  /// How often each element is there.
  var counts: [Element: Int] { reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}
