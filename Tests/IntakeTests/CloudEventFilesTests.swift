import InteractionModel
import Testing

@testable import Intake

@Suite("Files of CloudEvents")
struct CloudEventFilesTests {
  let good = CloudEventReaderTests.line()

  @Test(
    "lines, arrays and spread-out objects say the same, whatever the chunks",
    arguments: [1, 2, 7, 64, 1 << 18])
  func shapes(chunkSize: Int) throws {
    let spread = good.replacing(",\"", with: ",\n  \"").replacing("{\"spec", with: "{\n  \"spec")
    let texts = [
      good + "\n" + good, good + "\r\n\r\n" + good + "\r\n", "\u{FEFF}" + good + "\n" + good,
      "[\(good),\n \(good)]\n", "  [ \(good) , \(good) ] ", spread + "\n" + spread,
      "\n\n[\n\(spread),\n\(spread)\n]",
    ]
    let expected = try #require(Reading(CloudEvents(), good).events.first)
    for text in texts {
      let reading = try Reading(CloudEvents(), text, chunkSize: chunkSize)
      #expect(reading.events == [expected, expected])
      #expect(reading.rejections.isEmpty, "\(reading.rejections)")
    }
  }

  @Test("a bad line does not spoil its neighbours", arguments: [3, 1 << 18])
  func badLines(chunkSize: Int) throws {
    let text = [good, "{\"specversion\"", good, "", "oops", good].joined(separator: "\n")
    let reading = try Reading(CloudEvents(), text, chunkSize: chunkSize)
    #expect(reading.rows.map(\.line) == [1, 3, 6])
    #expect(reading.rejections.map(\.line) == [2, 5])
    let offset = good.utf8.count + 1
    #expect(reading.rejections[0].reason.contains("at byte \(offset + 14)"))
  }

  @Test("a bad element does not spoil its neighbours, and a cut-off array is said to be one")
  func badElements() throws {
    let text = "[\(good),\n{\"a\":1,\"a\":2},\n,\(good),\n{\"specversion\":\"1.0\",\"id"
    let reading = try Reading(CloudEvents(), text)
    #expect(reading.rows.map(\.line) == [1, 3])
    #expect(reading.rejections.map(\.line) == [2, 3, 4])
    #expect(reading.rejections[2].reason.contains("ends inside an element"))
    let open = try Reading(CloudEvents(), "[\(good)")
    #expect(open.events.isEmpty && open.rejections.count == 1)
    let trailing = try Reading(CloudEvents(), "[\(good)] x")
    #expect(trailing.events.count == 1 && trailing.rejections.count == 1)
  }

  @Test("a first line that is cut off costs only itself")
  func cutOffFirstLine() throws {
    let reading = try Reading(CloudEvents(), "{\"id\":\"x\n\(good)\n")
    #expect(reading.rows.map(\.line) == [2])
    #expect(reading.rejections.map(\.line) == [1])
    let alone = try Reading(CloudEvents(), String(good.dropLast(9)))
    #expect(alone.events.isEmpty && alone.rejections.count == 1)
  }

  @Test("a line of ten megabytes is read, one beyond the limit is rejected alone")
  func longLines() throws {
    func line(_ size: Int) -> String {
      CloudEventReaderTests.line(
        data:
          "{\"conversation\":\"c\",\"sealed\":{\"text\":\"\(String(repeating: "x", count: size))\"}}"
      )
    }
    for text in [
      [line(10_000_000), line(17_000_000), good].joined(separator: "\n"),
      "[" + [line(10_000_000), line(17_000_000), good].joined(separator: ",\n") + "]",
    ] {
      let reading = try Reading(CloudEvents(), text)
      #expect(reading.rows.map(\.line) == [1, 3])
      #expect(reading.events[0].personal[0].content["text"]?.string?.utf8.count == 10_000_000)
      #expect(reading.rejections.map(\.line) == [2])
      #expect(reading.rejections[0].reason.contains("longer than"))
    }
  }

  @Test("bytes that are not UTF-8 are rejected, UTF-16 with its remedy")
  func encodings() throws {
    var bytes = Array(good.utf8)
    bytes.replace("desk".utf8, with: [0x64, 0xFF, 0x73, 0x6B])
    #expect(try Reading(CloudEvents(), bytes).rejections.first?.remedy.contains("UTF-8") == true)
    let wide: [UInt8] = [0xFF, 0xFE] + good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let reading = try Reading(CloudEvents(), wide)
    #expect(reading.rejections.count == 1 && reading.events.isEmpty)
  }

  @Test(
    "empty files and arrays say nothing", arguments: ["", " \n\n", "[]", " [ \n ] \n", "\u{FEFF}"])
  func empty(text: String) throws {
    let reading = try Reading(CloudEvents(), text, chunkSize: 1)
    #expect(reading.rows.isEmpty && reading.rejections.isEmpty)
  }

  @Test(
    "the JSON test suite is rejected where it must be and never crashes the reader",
    .enabled(if: Files.exists("vectors/json-test-suite/test_parsing"), Files.absent))
  func suite() throws {
    let folder = "vectors/json-test-suite/test_parsing"
    for name in try Files.names(in: folder) {
      let bytes = try Files.bytes("\(folder)/\(name)")
      for chunkSize in [5, 1 << 18] {
        let reading = try Reading(CloudEvents(), bytes, chunkSize: chunkSize)
        #expect(reading.events.isEmpty, "\(name)")
        let isBlank = bytes.filter { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }.isEmpty
        if name.hasPrefix("n_"), !isBlank { #expect(!reading.rejections.isEmpty, "\(name)") }
        // The same value inside an event of the profile: taken sealed, or rejected; never both.
        let start = Array(good.utf8.dropLast(1)) + Array(",\"x\":".utf8)
        let inside = try Reading(
          CloudEvents(), start + bytes + [UInt8(ascii: "}")], chunkSize: chunkSize)
        if name.hasPrefix("n_") { #expect(inside.events.isEmpty, "\(name)") }
        // The profile refuses doubled keys, which the suite lets pass.
        if name.hasPrefix("y_"), !name.contains("duplicated_key") {
          #expect(inside.events.count == 1 || bytes.contains(0x0A), "\(name)")
        }
      }
    }
  }
}
