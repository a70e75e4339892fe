import Foundation
import InteractionModel
import StoreConformance
import Testing

@testable import Intake

/// Random tables, written in a random way and read back.
@Suite("CSV written in any way is read back equal")
struct CSVRoundTripTests {
  /// How characters are spelled, and what a mapping calls it.
  enum Spelling: CaseIterable {
    case utf8, utf8Marked, latin1, windows1252, utf16LE, utf16BE, utf16LEMarked, utf16BEMarked

    var name: String {
      switch self {
      case .utf8, .utf8Marked: "utf-8"
      case .latin1: "iso-8859-1"
      case .windows1252: "windows-1252"
      case .utf16LE, .utf16LEMarked: "utf-16le"
      case .utf16BE, .utf16BEMarked: "utf-16be"
      }
    }

    var mark: [UInt8] {
      switch self {
      case .utf8Marked: [0xEF, 0xBB, 0xBF]
      case .utf16LEMarked: [0xFF, 0xFE]
      case .utf16BEMarked: [0xFE, 0xFF]
      default: []
      }
    }

    var encoding: String.Encoding {
      switch self {
      case .utf8, .utf8Marked: .utf8
      case .latin1: .isoLatin1
      case .windows1252: .windowsCP1252
      case .utf16LE, .utf16LEMarked: .utf16LittleEndian
      case .utf16BE, .utf16BEMarked: .utf16BigEndian
      }
    }

    /// What cells are made of.
    var letters: [String] {
      let plain = ["a", "B", "7", " ", "\"", ",", ";", "\t", "|", "\n", "\r\n", "'", "=", "é", "ß"]
      switch self {
      case .latin1: return plain
      case .windows1252: return plain + ["€", "„", "Ž"]
      default: return plain + ["€", "я", "漢", "𝄞", "e\u{301}"]
      }
    }
  }

  /// A table and how it is written.
  struct File {
    let spelling: Spelling
    let delimiter: String
    let lineEnd: String
    var header: [String]
    var rows: [[String]] = []

    init(_ random: inout SeededGenerator) throws {
      spelling = try #require(Spelling.allCases.randomElement(using: &random))
      delimiter = try #require([",", ";", "\t", "|"].randomElement(using: &random))
      lineEnd = try #require(["\n", "\r\n", "\r"].randomElement(using: &random))
      header = ["NO"]
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let names = ["", "A", "A", "B;C", "D,E", "A (1)", "column 2"]
        header.append(names.randomElement(using: &random) ?? "")
      }
      for number in 0..<Int.random(in: 1...12, using: &random) {
        var row = ["\(number)"]
        for _ in header.dropFirst() {
          let size = Int.random(in: 0...9, using: &random)
          row.append(
            (0..<size).map { _ in spelling.letters.randomElement(using: &random) ?? "" }.joined())
        }
        rows.append(row)
      }
    }

    /// The bytes; quotes stand where they must, and elsewhere at random.
    func bytes(_ random: inout SeededGenerator) throws -> [UInt8] {
      var text = ""
      for row in [header] + rows {
        text += row.map { cell in
          let must =
            cell.contains(delimiter) || cell.hasPrefix("\"")
            || cell.unicodeScalars.contains { $0 == "\n" || $0 == "\r" }
          guard must || Bool.random(using: &random) else { return cell }
          return "\"\(cell.replacing("\"", with: "\"\""))\""
        }.joined(separator: delimiter)
        text += lineEnd
      }
      if Bool.random(using: &random) {
        text.unicodeScalars.removeLast(lineEnd.unicodeScalars.count)
      }
      return spelling.mark + Array(try #require(text.data(using: spelling.encoding)))
    }

    /// What the cells of a row are called, by the rule in words: a shared name is numbered, a missing
    /// one is the column's place, and what is taken already gets an underscore.
    var names: [String] {
      var names: [String] = []
      for (index, name) in header.enumerated() {
        var own = name
        if name.isEmpty {
          own = "column \(index + 1)"
        } else if header.count(where: { $0 == name }) > 1 {
          own = "\(name) (\(header[...index].count { $0 == name }))"
        }
        if own != name { while names.contains(own) || header.contains(own) { own += "_" } }
        names.append(own)
      }
      return names
    }
  }

  @Test("random tables", arguments: 0..<300)
  func tables(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try File(&random)
    let encoding =
      file.spelling.mark.isEmpty || Bool.random(using: &random)
      ? file.spelling.name : "windows-1252"
    let delimiter = file.delimiter == "\t" ? "tab" : file.delimiter
    let mapping = NothingLostTests.mapping(
      "csv: {delimiter: \"\(delimiter)\", encoding: \(encoding)}")
    let reading = try Reading(
      CSVRows(options: IntakeOptions(mapping: mapping)), file.bytes(&random),
      chunkSize: Int.random(in: 1...40, using: &random))
    #expect(reading.rejections.isEmpty, "\(file) \(reading.rejections)")
    #expect(reading.events.map(\.case) == file.rows.map { $0[0] })
    let names = file.names
    for (event, row) in zip(reading.events, file.rows) {
      var expected = JSONObject()
      for (name, cell) in zip(names, row).dropFirst() where !cell.isEmpty {
        expected[name] = .string(cell)
      }
      let rest = event.personal.first?.content["columns"]?.object ?? JSONObject()
      #expect(rest == expected, "\(file)")
    }
  }
}
