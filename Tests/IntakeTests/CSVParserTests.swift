import Testing

@testable import Intake

@Suite("CSV (RFC 4180)")
struct CSVParserTests {
  struct Parsed: Equatable {
    var rows: [[String]] = []
    var lines: [Int] = []
    var faults: [Int] = []
  }

  func parse(_ text: String, delimiter: Character = ",", chunkSize: Int) throws -> Parsed {
    let source = IntakeSource(name: "test", bytes: Array(text.utf8), chunkSize: chunkSize)
    var parser = CSVParser(
      try ChunkReader(source), delimiter: try #require(delimiter.asciiValue), limit: 1000)
    var parsed = Parsed()
    while let outcome = try parser.next() {
      switch outcome {
      case .fault(let line, _): parsed.faults.append(line)
      case .row:
        parsed.rows.append(
          (0..<parser.row.count).map { String(decoding: parser.row.field($0), as: UTF8.self) })
        parsed.lines.append(parser.row.line)
      }
    }
    return parsed
  }

  @Test(
    "rows, quotes and line breaks are read alike in any chunks",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]], [1, 2]),
      ("a,b\r\n1,2", [["a", "b"], ["1", "2"]], [1, 2]),
      ("a,b\r1,2\r", [["a", "b"], ["1", "2"]], [1, 2]),
      (
        "\u{FEFF}a,\"b\"\n\n\n\"x\"\"y\",\"1\n2\r\n3\"\nz,\n",
        [
          ["a", "b"], ["x\"y", "1\n2\r\n3"], ["z", ""],
        ], [1, 4, 7]
      ),
      ("\"\",\n,\n\"\"\n", [["", ""], ["", ""], [""]], [1, 2, 3]),
      ("5\" pipe,b\n", [["5\" pipe", "b"]], [1]),
      ("a\u{0}b,c\n", [["a\u{0}b", "c"]], [1]),
    ] as [(String, [[String]], [Int])])
  func rows(text: String, rows: [[String]], lines: [Int]) throws {
    for chunkSize in [1, 2, 3, 5, 1 << 18] {
      let parsed = try parse(text, chunkSize: chunkSize)
      #expect(parsed == Parsed(rows: rows, lines: lines), "chunks of \(chunkSize)")
    }
  }

  @Test("broken rows are reported where they start", arguments: [1, 4, 1 << 18])
  func faults(chunkSize: Int) throws {
    let long = String(repeating: "x", count: 5000)
    let text = "a,b\n\"x\"y,1\n1,\(long)\n2,3\n\"open,\n4,5\n"
    let parsed = try parse(text, chunkSize: chunkSize)
    #expect(parsed.rows == [["a", "b"], ["2", "3"]])
    #expect(parsed.faults == [2, 3, 5])
  }

  @Test("another delimiter")
  func delimiter() throws {
    #expect(try parse("a;b,c\n", delimiter: ";", chunkSize: 9).rows == [["a", "b,c"]])
  }
}
