import Foundation
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite("Looking for texts in files, byte by byte")
struct SearchScanTests {
  @Test("finds them wherever they stand, and over the ends of pieces")
  func everywhere() throws {
    let directory = try TestDirectory()
    let text = Array("0123456789abcdef0123456789abcdef".utf8)
    let piece = 1 << 20
    let places = [0, 1, piece - 40, piece - 32, piece - 5, piece, 2 * piece - 7]
    for (number, place) in places.enumerated() {
      var bytes = [UInt8](repeating: UInt8(ascii: "0"), count: 2 * piece + 100)
      bytes.replaceSubrange(place..<(place + text.count), with: text)
      try Data(bytes).write(to: URL(filePath: "\(directory.path)/file-\(number)"))
    }
    try Data(text.dropLast()).write(to: URL(filePath: "\(directory.path)/without"))
    try Data().write(to: URL(filePath: "\(directory.path)/empty"))
    let found = try SearchScan.files(
      below: directory.path, naming: [String(decoding: text, as: UTF8.self), "not there at all"])
    #expect(found.count == 7 && found.allSatisfy { $0.contains("file-") })
  }
}
