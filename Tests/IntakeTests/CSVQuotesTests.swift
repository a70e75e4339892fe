import Testing

@testable import Intake

@Suite("Quotes that do not close")
struct CSVQuotesTests {
  /// Ten rows of which the third has a stray quote, and the eighth what `eighth` says.
  static func file(_ third: String, eighth: String = "text 8", lineEnd: String = "\n") -> String {
    var text = "NO,WHEN,REMARK\(lineEnd)"
    for row in 1...10 {
      let remark = row == 3 ? third : row == 8 ? eighth : "text \(row)"
      text += "\(row),2026-03-02,\(remark)\(lineEnd)"
    }
    return text
  }

  @Test(
    "one row is rejected, and the rows that its quote took in are read",
    arguments: [
      ("\"never closed", "text 8", 7), ("\"never closed", "\"quoted\"", 5),
      ("\"never closed", "\"in \"\"two\"\"\nlines\"", 5), ("\"5\" pipe", "text 8", 0),
      ("\"5\" pipe\"", "\"quoted\"", 0),
    ], ["\n", "\r\n", "\r"])
  func stray(quote: (String, String, Int), lineEnd: String) throws {
    let (third, eighth, swallowed) = quote
    for chunkSize in [1, 7, 1 << 18] {
      let format = try CSVRows(options: IntakeOptions(mapping: NothingLostTests.mapping()))
      let reading = try Reading(
        format, Self.file(third, eighth: eighth, lineEnd: lineEnd), chunkSize: chunkSize)
      #expect(reading.events.compactMap(\.case) == ["1", "2", "4", "5", "6", "7", "8", "9", "10"])
      #expect(reading.rejections.map(\.line) == [4], "\(reading.rejections)")
      #expect(reading.rows.map(\.line).prefix(7) == [2, 3, 5, 6, 7, 8, 9])
      if swallowed > 0 {
        #expect(reading.rejections.first?.reason.contains("swallow \(swallowed) lines") == true)
      }
    }
  }

  @Test("a field that RFC 4180 allows is taken, and is told when it looks like rows")
  func lookalike() throws {
    let reading = try NothingLostTests.read(
      NothingLostTests.mapping(), Self.file("\"never closed", eighth: "ends\""))
    #expect(reading.rejections.isEmpty)
    #expect(reading.events.compactMap(\.case) == ["1", "2", "3", "9", "10"])
    #expect(reading.notes.map(\.line) == [4])
    #expect(reading.notes.first?.text.contains("takes in 5 more lines") == true)
    let prose = try NothingLostTests.read(
      NothingLostTests.mapping(), Self.file("\"Dear all,\nthe lamp, as said, is\nout.\""))
    #expect(prose.rejections.isEmpty && prose.notes.isEmpty && prose.events.count == 10)
  }

  @Test("a text in several lines with bad quotes is no rows, and one bad row")
  func prose() throws {
    let text = Self.file("\"Dear all,\nthe \"big\" lamp\nis out.\"")
    let reading = try NothingLostTests.read(NothingLostTests.mapping(), text)
    #expect(reading.events.compactMap(\.case) == ["1", "2", "4", "5", "6", "7", "8", "9", "10"])
    #expect(reading.rejections.first?.line == 4)
    #expect(reading.rejections.first?.reason.contains("1 more line") == true)
  }
}
