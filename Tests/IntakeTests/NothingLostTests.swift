import Foundation
import InteractionModel
import Testing

@testable import Intake

@Suite("Nothing of a row is lost")
struct NothingLostTests {
  /// One event a row, with all that is left of it.
  static func mapping(_ more: String = "", event: String = "", when: String = "") -> String {
    """
    source: desk
    row: {id: NO}
    \(more)
    events:
      - name: opened
        type: case.opened
        stream: case
        case: NO
        \(event)
        sealed: [{rest: columns}]
    """
  }

  static func read(_ mapping: String, _ text: String) throws -> Reading {
    try Reading(CSVRows(options: IntakeOptions(mapping: mapping, mappingName: "m.yaml")), text)
  }

  func rest(_ reading: Reading) -> [JSONValue?] {
    reading.events.map { $0.personal.first?.content["columns"] }
  }

  @Test("columns of one name and columns without one are kept apart, and it is said")
  func headers() throws {
    let reading = try Self.read(
      Self.mapping(), "NO,Remark,,Remark,Remark (1),\n7,one,two,three,four,five\n8,,,only,,\n")
    #expect(reading.rejections.isEmpty)
    #expect(
      rest(reading) == [
        [
          "Remark (1)_": "one", "column 3": "two", "Remark (2)": "three", "Remark (1)": "four",
          "column 6": "five",
        ], ["Remark (2)": "only"],
      ])
    try #require(reading.notes.count == 2)
    #expect(reading.notes[0].description.hasPrefix("test:1: 2 columns are called “Remark”"))
    #expect(reading.notes[1].text.contains("“column 3”, “column 6”"))
  }

  @Test("a mapping says which of several columns it means")
  func which() throws {
    let text = "NO,Who,Who\n7,Ann,Bo\n"
    let event = "department: Who"
    let error = #expect(throws: IntakeError.self) {
      try Self.read(Self.mapping(event: event), text)
    }
    #expect(error?.description.contains("m.yaml, line 9: ") == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("“Who (1)”, “Who (2)”") == true)
    let reading = try Self.read(Self.mapping(event: "department: Who (2)"), text)
    #expect(reading.events.first?.department == "Bo" && rest(reading) == [["Who (1)": "Ann"]])
  }

  @Test("what only a condition, a table, a minted id or the row's id looks at goes to the rest")
  func lookedAt() throws {
    let tables = "tables: {way: {values: {Counter: in_person, Call: voice}}}"
    let event = """
      when: {column: STEP, not: Draft}
          channel: {column: WAY, table: way}
          party: {column: PHONE, mint: true}
          body: {service: KIND}
      """
    let text = "NO,STEP,WAY,PHONE,KIND,MORE\n7,Waiting for parts,Counter,617 5550100,Lamp,m\n"
    #expect(
      rest(try Self.read(Self.mapping(tables, event: event), text)) == [
        ["STEP": "Waiting for parts", "WAY": "Counter", "PHONE": "617 5550100", "MORE": "m"]
      ])
    let composite = Self.mapping().replacing("row: {id: NO}", with: "row: {id: TOKEN}")
    #expect(rest(try Self.read(composite, "NO,TOKEN\n7,t-1\n")) == [["TOKEN": "t-1"]])
  }

  @Test("a column of an event that the row does not say, or of a choice not taken, is in the rest")
  func notTaken() throws {
    let closed = """

        - name: closed
          type: case.closed
          stream: case
          case: NO
          when: {column: STATE, equals: Done}
          sealed: {resolution: WHY}
      """
    let mapping = Self.mapping(event: "department: [OFFICE, DESK]") + closed
    let reading = try Self.read(
      mapping, "NO,OFFICE,DESK,STATE,WHY\n7,North,12,Done,fixed\n8,,12,Open,left over\n")
    #expect(
      reading.events.filter { $0.type == .caseOpened }.map { $0.personal.first?.content["columns"] }
        == [["DESK": "12", "STATE": "Done"], ["STATE": "Open", "WHY": "left over"]])
  }

  @Test("a mapping that keeps no rest is told which columns it leaves out")
  func noRest() throws {
    let mapping = Self.mapping().replacing("sealed: [{rest: columns}]", with: "")
    let notes = try Self.read(mapping, "NO,A,B\n7,a,b\n").notes
    #expect(notes.count == 1 && notes.first?.text.contains("“A”, “B”") == true)
  }

  @Test("thousands of short columns become one text, which can move out of the record")
  func wide() throws {
    let names = (1...4000).map { "C\($0)" }
    let text =
      "NO,\(names.joined(separator: ","))\n7,\(names.map { "v\($0)" }.joined(separator: ","))\n"
    let content = try #require(rest(try Self.read(Self.mapping(), text)).first??.string)
    let object = try JSONValue(parsing: Array(content.utf8)).object
    #expect(object?.count == 4000 && object?["C3999"] == "vC3999")
  }

  // MARK: Encodings

  @Test(
    "a byte order mark is obeyed, whatever the mapping says",
    arguments: [
      ("utf-8", String.Encoding.utf8, [0xEF, 0xBB, 0xBF]),
      ("utf-16le", .utf16LittleEndian, [0xFF, 0xFE]), ("utf-16be", .utf16BigEndian, [0xFE, 0xFF]),
    ] as [(String, String.Encoding, [UInt8])])
  func marks(name: String, encoding: String.Encoding, mark: [UInt8]) throws {
    let text = "NO;Straße\n7;„größer“ 𝄞\n"
    let bytes = mark + Array(try #require(text.data(using: encoding)))
    for (said, isContradicted) in [("windows-1252", true), (name, false)] {
      let format = try CSVRows(
        options: IntakeOptions(
          mapping: Self.mapping("csv: {delimiter: \";\", encoding: \(said)}")))
      for chunkSize in [1, 3, 1 << 18] {
        let reading = try Reading(format, bytes, chunkSize: chunkSize)
        #expect(rest(reading) == [["Straße": "„größer“ 𝄞"]])
        #expect(reading.notes.isEmpty != isContradicted)
        if isContradicted { #expect(reading.notes.first?.text.contains(name) == true) }
      }
    }
  }

  @Test("half a character of UTF-16 rejects its row and no other")
  func halfCharacters() throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.mapping()))
    var units = Array("NO,A\n7,x\n8,y\n".utf16)
    units[7] = 0xD800
    let bytes: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let reading = try Reading(format, bytes, chunkSize: 5)
    #expect(reading.events.map(\.case) == ["8"] && reading.rejections.map(\.line) == [2])
    #expect(try Reading(format, Array(bytes.dropLast(1))).rejections.map(\.line) == [2, 3])
  }

  @Test("text that is UTF-8 to the byte is told from what the mapping takes it for, once")
  func mistaken() throws {
    let mapping = Self.mapping("csv: {encoding: latin-1}")
    let notes = try Self.read(mapping, "NO,A\n6,x\n7,größer\n8,größer\n").notes
    #expect(notes.map(\.line) == [3] && notes.first?.text.contains("“A”") == true)
    let format = try CSVRows(options: IntakeOptions(mapping: mapping))
    #expect(try Reading(format, Array("NO,A\n7,gr".utf8) + [0xF6, 0x0A]).notes.isEmpty)
  }

  @Test(
    "the error of a wrong delimiter names the one expected and the one found",
    arguments: ["NO;A\n7;a\n", "NO\tA\n7\ta\n", "\"NO\";\"A\"\n7;a\n", "NO|A|B\n7|a|b\n"])
  func delimiters(text: String) throws {
    let error = #expect(throws: IntakeError.self) { try Self.read(Self.mapping(), text) }
    let found = text.contains(";") ? ";" : text.contains("|") ? "|" : "tab"
    #expect(error?.description.contains("expects “,”") == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("has “\(found)”") == true)
  }

  @Test("UTF-16 without a mark is told by its zero bytes")
  func unmarked() throws {
    let bytes = Array("NO,A\n7,a\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let error = #expect(throws: IntakeError.self) {
      try Reading(CSVRows(options: IntakeOptions(mapping: Self.mapping())), bytes)
    }
    #expect(error?.description.contains("utf-16le") == true)
    let format = try CSVRows(
      options: IntakeOptions(mapping: Self.mapping("csv: {encoding: utf-16le}")))
    #expect(rest(try Reading(format, bytes)) == [["A": "a"]])
  }

  @Test("what is no text is told by the encoding of the file, not by that of the mapping")
  func encodingNamed() throws {
    func bytes(_ text: String) -> [UInt8] {
      // A stray half of a pair for each star.
      let units = text.utf16.map { $0 == 0x2A ? 0xDC00 : $0 }
      return units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
    for (said, mark) in [("windows-1252", [0xFF, 0xFE]), ("utf-16le", [])] as [(String, [UInt8])] {
      let format = try CSVRows(
        options: IntakeOptions(mapping: Self.mapping("csv: {encoding: \(said)}")))
      let rejection = try Reading(format, mark + bytes("NO,A\n7,*\n")).rejections.first
      #expect(rejection?.reason == "column “A” is not utf-16le")
      #expect(rejection?.remedy.contains("byte order mark") == !mark.isEmpty)
      let error = #expect(throws: IntakeError.self) {
        try Reading(format, mark + bytes("NO,*\n7,a\n"))
      }
      #expect(error?.description.contains("the header is not utf-16le") == true)
    }
  }
}
