import Foundation
import InteractionModel
import StoreConformance
import Testing

@testable import Intake

/// Random tables with times in random formats, written in a random way and read back.
@Suite("CSV written in any way is read back equal")
struct CSVRoundTripTests {
  /// How characters are spelled, and what a mapping calls it.
  enum Spelling: CaseIterable {
    case utf8, utf8Marked, latin1, calledLatin1, windows1252
    case utf16LE, utf16BE, utf16LEMarked, utf16BEMarked

    var name: String {
      switch self {
      case .utf8, .utf8Marked: "utf-8"
      case .latin1, .calledLatin1: "iso-8859-1"
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
      case .windows1252, .calledLatin1: .windowsCP1252
      case .utf16LE, .utf16LEMarked: .utf16LittleEndian
      case .utf16BE, .utf16BEMarked: .utf16BigEndian
      }
    }

    /// What cells are made of.
    var letters: [String] {
      let plain = ["a", "B", "7", " ", "\"", ",", ";", "\t", "|", "\n", "\r\n", "'", "=", "é", "ß"]
      switch self {
      case .latin1: return plain
      case .windows1252, .calledLatin1: return plain + ["€", "„", "Ž"]
      default: return plain + ["€", "я", "漢", "𝄞", "e\u{301}"]
      }
    }
  }

  /// A table and how it is written.
  struct File {
    let spelling: Spelling
    let delimiter: String
    let lineEnd: String
    let zone: TimeZone
    /// How the columns WHEN and DUE are written.
    let formats: [WrittenTime.Format]
    var header: [String]
    var rows: [[String]] = []
    /// For each row its times; nil where there is none.
    var times: [[WrittenTime?]] = []

    init(_ random: inout SeededGenerator) throws {
      spelling = try #require(Spelling.allCases.randomElement(using: &random))
      delimiter = try #require([",", ";", "\t", "|"].randomElement(using: &random))
      lineEnd = try #require(["\n", "\r\n", "\r"].randomElement(using: &random))
      zone = try #require(
        TimePropertyTests.zones.randomElement(using: &random).flatMap(TimeZone.init(identifier:)))
      formats = [.init(&random, zone: zone), .init(&random, zone: zone)]
      header = ["NO", "WHEN", "DUE"]
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let names = ["", "A", "A", "B;C", "D,E", "A (1)", "column 5"]
        header.append(names.randomElement(using: &random) ?? "")
      }
      for number in 0..<Int.random(in: 1...12, using: &random) {
        let times = formats.map { format in
          Int.random(in: 0..<4, using: &random) == 0 ? nil : format.time(&random)
        }
        var row = ["\(number)"]
        for time in times {
          let nothing = ["", "N/A", "-"].randomElement(using: &random) ?? ""
          row.append(
            (time?.text ?? nothing).replacing("’", with: spelling == .latin1 ? "'" : "’"))
        }
        self.times.append(times)
        for _ in header.dropFirst(3) {
          let size = Int.random(in: 0...9, using: &random)
          row.append(
            (0..<size).map { _ in spelling.letters.randomElement(using: &random) ?? "" }.joined())
        }
        rows.append(row)
      }
    }

    /// The mapping that reads it, whose encoding and delimiter the file may contradict.
    func mapping(encoding: String, delimiter: String) -> String {
      """
      source: desk
      csv: {delimiter: "\(delimiter == "\t" ? "tab" : delimiter)", encoding: \(encoding)}
      time: {zone: \(zone.identifier)}
      row: {id: NO}
      events:
        - name: opened
          type: case.opened
          stream: case
          case: NO
          occurred: {column: WHEN, formats: ["\(formats[0].name)"]}
          body: {due: {column: DUE, formats: ["\(formats[1].name)"]}}
          sealed: [{rest: columns}]
      """
    }

    /// The bytes; quotes stand where they must, and elsewhere at random.
    func bytes(_ random: inout SeededGenerator, hasHint: Bool) throws -> [UInt8] {
      var text = hasHint ? "sep=\(delimiter)\(lineEnd)" : ""
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
      // A second mark says nothing more.
      let marks = spelling.mark + (Bool.random(using: &random) ? spelling.mark : [])
      return marks + Array(try #require(text.data(using: spelling.encoding)))
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

  @Test("random tables", arguments: 0..<600)
  func tables(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try File(&random)
    // The mapping may be mistaken where the file itself says how it is written.
    let encoding =
      file.spelling.mark.isEmpty || Bool.random(using: &random)
      ? file.spelling.name : "windows-1252"
    let hasHint = Int.random(in: 0..<4, using: &random) == 0
    let delimiter = hasHint && Bool.random(using: &random) ? "%" : file.delimiter
    let format = try CSVRows(
      options: IntakeOptions(mapping: file.mapping(encoding: encoding, delimiter: delimiter)))
    let reading = try Reading(
      format, file.bytes(&random, hasHint: hasHint),
      chunkSize: Int.random(in: 1...40, using: &random))
    #expect(reading.rejections.isEmpty, "\(file) \(reading.rejections)")
    try #require(reading.events.map(\.case) == file.rows.map { $0[0] })
    let names = file.names
    for (index, event) in reading.events.enumerated() {
      let (row, times) = (file.rows[index], file.times[index])
      let flags = event.body["flags"]?.array ?? []
      let due = event.body["due"]?.string.flatMap { Timestamp($0) }
      for (time, read) in zip(times, [event.occurred, due]) {
        let isRead =
          time?.isRead(
            as: read?.instant?.microseconds, isAmbiguous: flags.contains("ambiguous_time"))
          ?? (read == nil)
        #expect(isRead, "\(time?.text ?? "none") was read as \(read?.text ?? "none")")
      }
      #expect(!flags.contains("impossible_time"))
      var expected = JSONObject()
      for (column, (name, cell)) in zip(names, row).enumerated().dropFirst() where !cell.isEmpty {
        // A time stands in its field; a word for nothing stays what it is.
        if column > 2 || times[column - 1] == nil { expected[name] = .string(cell) }
      }
      let rest = event.personal.first?.content["columns"]?.object ?? JSONObject()
      #expect(rest == expected, "\(file)")
    }
  }
}
