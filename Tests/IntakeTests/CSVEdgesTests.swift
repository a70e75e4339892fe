import Foundation
import InteractionModel
import Testing

@testable import Intake

/// What stands before the header and behind the last row.
@Suite("Where a CSV file begins and ends")
struct CSVEdgesTests {
  func read(_ text: String, _ csv: String = "", chunkSize: Int = 1 << 18) throws -> Reading {
    let mapping = NothingLostTests.mapping(csv)
    return try Reading(
      CSVRows(options: IntakeOptions(mapping: mapping)), text, chunkSize: chunkSize)
  }

  func rest(_ reading: Reading) -> [JSONValue?] {
    reading.events.map { $0.personal.first?.content["columns"] }
  }

  @Test(
    "a first line that tells Excel the delimiter is obeyed and is no row",
    arguments: ["sep=;\n", "SEP=;\r\n", "\"sep=;\"\r", "\u{FEFF}sep=;\n", "sep=;\n\u{FEFF}"],
    [1, 2, 1 << 18])
  func hint(line: String, chunkSize: Int) throws {
    let text = "\(line)NO;A\n7;\"a;b\"\n8\n"
    for csv in ["", "csv: {delimiter: \";\"}"] {
      let reading = try read(text, csv, chunkSize: chunkSize)
      #expect(rest(reading) == [["A": "a;b"]] && reading.notes.isEmpty)
      #expect(reading.rejections.map(\.line) == [4])
    }
    let reading = try read(text, "csv: {delimiter: tab}")
    #expect(rest(reading) == [["A": "a;b"]])
    #expect(reading.notes.map(\.line) == [1])
    #expect(reading.notes.first?.text.contains("“sep=;” and is read so") == true)
  }

  @Test(
    "what only looks like it is the header",
    arguments: ["sep=;NO,A\n7,a\n", "sep=xNO,A\n", "sep=x\n", "sep=\nNO,A\n", "sep=;;\nNO;A\n"])
  func noHint(text: String) {
    #expect(throws: IntakeError.self) { try read(text) }
  }

  @Test(
    "a byte order mark that stands there twice is none of a column's name", arguments: [1, 1000])
  func marks(chunkSize: Int) throws {
    let reading = try read("\u{FEFF}\u{FEFF}NO,A\n7,a\n", chunkSize: chunkSize)
    #expect(rest(reading) == [["A": "a"]])
    let bytes = "\u{FEFF}\u{FEFF}NO,A\n7,é\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let wide = try Reading(
      CSVRows(options: IntakeOptions(mapping: NothingLostTests.mapping())), bytes,
      chunkSize: chunkSize)
    #expect(rest(wide) == [["A": "é"]])
    let line = CloudEventReaderTests.line()
    #expect(
      try Reading(CloudEvents(), "\u{FEFF}\u{FEFF}\(line)\n", chunkSize: chunkSize).events.count
        == 1)
    let request = #"[{"service_request_id":"r-1","status":"open"}]"#
    #expect(
      try Reading(Open311(), "\u{FEFF}\u{FEFF}\(request)", chunkSize: chunkSize).rows.count == 1)
  }

  @Test(
    "a last row without its line end is taken, and its line is told: it may be cut short",
    arguments: [("\n", ""), ("\r\n", "\r"), ("\r", "")])
  func ends(lineEnd: String, half: String) throws {
    let rows = ["NO,A", "7,a", "8,\"two\(lineEnd)lines\"", "9,last"].joined(separator: lineEnd)
    for whole in [lineEnd, half, "\(lineEnd)\(lineEnd)"] where !whole.isEmpty {
      #expect(try read(rows + whole).notes.isEmpty)
    }
    let cut = try read(rows)
    #expect(cut.events.count == 3 && cut.rejections.isEmpty)
    #expect(cut.notes.map(\.line) == [lineEnd == "\r" ? 4 : 5])
    #expect(cut.notes.first?.text.contains("no line end") == true)
    #expect(try read(String(rows.dropLast(2))).notes == cut.notes)
    // Cut before its last field, or inside a quoted one, it is no row at all.
    #expect(try read("NO,A\n7,a\n8").rejections.map(\.line) == [3])
    #expect(try read("NO,A\n7,a\n8,\"b").rejections.map(\.line) == [3])
    #expect(try read("NO,A").notes.map(\.line) == [1])
    #expect(try read("").notes.isEmpty)
  }

  @Test("what calls itself Latin-1 and has letters of Windows is read as that, and is told once")
  func latin1() throws {
    let format = try CSVRows(
      options: IntakeOptions(mapping: NothingLostTests.mapping("csv: {encoding: iso-8859-1}")))
    let bytes = try #require(
      "NO,A,B\n6,größer,x\n7,y,„so“\n8,€ 5,–\n".data(using: .windowsCP1252))
    let reading = try Reading(format, Array(bytes))
    #expect(
      rest(reading) == [
        ["A": "größer", "B": "x"], ["A": "y", "B": "„so“"], ["A": "€ 5", "B": "–"],
      ])
    #expect(reading.notes.map(\.line) == [3])
    #expect(reading.notes.first?.text.contains("“B” has bytes from 0x80 to 0x9F") == true)
    let header = try #require("NO,„A“\n6,x\n".data(using: .windowsCP1252))
    #expect(try Reading(format, Array(header)).notes.map(\.line) == [1])
    let latin = try #require("NO,A\n6,größer ÿ\u{A0}\n".data(using: .isoLatin1))
    #expect(try Reading(format, Array(latin)).notes.isEmpty)
    let marked = Array("NO,A\n6,„ü“\n7,„“\n".utf8)
    #expect(try Reading(format, marked).notes.map(\.line) == [2])
    let both = Array("NO,A\n6,ü\n".utf8) + [0x37, 0x2C, 0x93, 0x0A]
    #expect(try Reading(format, both).notes.map(\.line) == [2, 3])
  }
}
