internal import Foundation

/// Reads lines that end in LF or CRLF, or at the end of the file.
///
/// Memory is bounded by the longest line that is let through; a longer one is passed over and
/// reported.
struct LineReader {
  /// A line that was read; its bytes are in ``LineReader/withBytes(_:)`` until the next one.
  struct Line {
    /// Its number, from 1.
    let number: Int
    /// Where it starts in the file.
    let offset: Int
    /// Whether it was longer than the limit and its bytes were dropped.
    let isTooLong: Bool
  }

  private let reader: ChunkReader
  private let limit: Int
  private var number: Int
  /// The line, when it crosses chunks.
  private var carry: [UInt8] = []
  /// The line, when it lies within a chunk.
  private var range: Range<Int>?

  init(_ reader: ChunkReader, firstLine: Int = 1, limit: Int = Intake.maximumRowBytes) {
    self.reader = reader
    self.limit = limit
    number = firstLine - 1
  }

  /// The next line; nil at the end of the file.
  mutating func next() throws(IntakeError) -> Line? {
    carry.removeAll(keepingCapacity: carry.count < 1 << 20)
    range = nil
    guard try reader.more() else { return nil }
    number += 1
    let offset = reader.offset
    var isTooLong = false
    var isWhole = true
    repeat {
      let start = reader.index
      let end = newline(from: start)
      reader.index = end.map { $0 + 1 } ?? reader.count
      let piece = start..<(end ?? reader.count)
      if isWhole, end != nil {
        range = piece
        break
      }
      isWhole = false
      if carry.count + piece.count > limit {
        isTooLong = true
        carry.removeAll()
      } else if !isTooLong {
        carry.append(contentsOf: reader.bytes[piece])
      }
      if end != nil { break }
    } while try reader.more()
    if let range, range.count > limit { isTooLong = true }
    return Line(number: number, offset: offset, isTooLong: isTooLong)
  }

  /// Lends the bytes of the line that was read last, without its end.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    func trimmed(_ buffer: UnsafeBufferPointer<UInt8>) -> Result {
      let isCRLF = buffer.last == UInt8(ascii: "\r")
      return body(UnsafeBufferPointer(rebasing: buffer[..<(buffer.count - (isCRLF ? 1 : 0))]))
    }
    guard let range else { return carry.withUnsafeBufferPointer(trimmed) }
    return reader.bytes.withUnsafeBufferPointer {
      trimmed(UnsafeBufferPointer(rebasing: $0[range]))
    }
  }

  private func newline(from start: Int) -> Int? {
    let count = reader.count - start
    return reader.bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + start, Int32(UInt8(ascii: "\n")), count)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
