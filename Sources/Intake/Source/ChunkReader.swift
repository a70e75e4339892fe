internal import Foundation

/// Reads a source in chunks; skips a byte order mark at its start.
///
/// Used on one thread. Readers of lines, elements and rows look at `bytes[index..<count]` and move
/// `index`.
final class ChunkReader {
  private let source: IntakeSource
  private let descriptor: Int32
  /// The chunk; what stands behind ``count`` is stale.
  private(set) var bytes: [UInt8]
  /// How many bytes of the chunk are there.
  private(set) var count = 0
  /// The next byte to look at.
  var index = 0
  /// Where the chunk starts in the file.
  private var base = 0
  private var consumed = 0
  /// A terminal would go on asking after its end.
  private var isExhausted = false

  /// Opens a source.
  init(_ source: IntakeSource) throws(IntakeError) {
    self.source = source
    switch source.origin {
    case .standardInput: descriptor = STDIN_FILENO
    case .bytes: descriptor = -1
    case .path(let path):
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor < 0 {
        throw .unreadable(file: source.name, cause: String(cString: strerror(errno)))
      }
    }
    bytes = [UInt8](repeating: 0, count: source.chunkSize)
    try skipByteOrderMark()
  }

  deinit {
    if case .path = source.origin, descriptor >= 0 { close(descriptor) }
  }

  /// Where ``index`` is in the file.
  var offset: Int { base + index }

  /// Whether there is a byte at ``index``; reads the next chunk when this one is used up.
  func more() throws(IntakeError) -> Bool {
    if index < count { return true }
    if isExhausted { return false }
    base += count
    index = 0
    count = try readChunk()
    isExhausted = count == 0
    return !isExhausted
  }

  /// Puts bytes back in front of ``index``; they must be the last ones that were consumed.
  func unread(_ prefix: [UInt8]) {
    let rest = bytes[index..<count]
    base = offset - prefix.count
    let whole = prefix + rest
    count = whole.count
    index = 0
    bytes = whole
    if bytes.count < source.chunkSize {
      bytes.append(contentsOf: repeatElement(0, count: source.chunkSize - bytes.count))
    }
  }

  private func readChunk() throws(IntakeError) -> Int {
    if case .bytes(let all) = source.origin {
      let end = min(all.count, consumed + source.chunkSize)
      let size = end - consumed
      bytes.replaceSubrange(0..<size, with: all[consumed..<end])
      consumed = end
      return size
    }
    let size = source.chunkSize
    while true {
      let result = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, size) }
      if result >= 0 { return result }
      if errno != EINTR {
        throw .unreadable(file: source.name, cause: String(cString: strerror(errno)))
      }
    }
  }

  private func skipByteOrderMark() throws(IntakeError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var seen: [UInt8] = []
    while seen.count < 3, try more(), bytes[index] == mark[seen.count] {
      seen.append(bytes[index])
      index += 1
    }
    if !seen.isEmpty, seen.count < 3 { unread(seen) }
  }
}
