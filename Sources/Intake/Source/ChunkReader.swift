internal import Foundation

/// Reads a source in chunks; skips the byte order mark of UTF-8 at its start, also where it stands
/// there twice, as one program puts its own before that of another.
///
/// A source of text (``init(_:text:)``) may have any mark, and what is UTF-16 is read as UTF-8.
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

  /// How the characters of a source of text are spelled in ``bytes``.
  private(set) var encoding = TextEncoding.utf8
  /// How they are spelled in the file.
  private(set) var written = TextEncoding.utf8
  /// The encoding that the mark of a source of text says.
  private(set) var marked: TextEncoding?
  private var wide: UTF16Reader?
  /// A chunk as it is in the file, where that is UTF-16.
  private var raw: [UInt8] = []

  /// Opens a source of text, whose characters are spelled as some encoding says, unless a byte order
  /// mark says otherwise, or the zero bytes that only UTF-16 has around the first of JSON.
  convenience init(
    _ source: IntakeSource, text encoding: TextEncoding, isJSON: Bool = false
  ) throws(IntakeError) {
    try self.init(source, skipsMark: false)
    let first = try peek(ByteOrderMark.length)
    if let mark = ByteOrderMark(first) {
      guard let said = mark.encoding else {
        throw .unreadable(file: source.name, cause: "it is UTF-32; export it as UTF-8")
      }
      marked = said
      index += mark.bytes.count
    }
    written = marked ?? (isJSON ? TextEncoding(ofJSON: first) : nil) ?? encoding
    self.encoding = written
    if self.encoding.isWide {
      wide = UTF16Reader(isBigEndian: self.encoding == .utf16BE)
      self.encoding = .utf8
      raw = [UInt8](repeating: 0, count: source.chunkSize)
      var text: [UInt8] = []
      wide?.read(bytes[index..<count], to: &text)
      if isExhausted { wide?.end(to: &text) }
      take(text)
    }
    try skipMarks()
  }

  /// Opens a source.
  convenience init(_ source: IntakeSource) throws(IntakeError) {
    try self.init(source, skipsMark: true)
  }

  private init(_ source: IntakeSource, skipsMark: Bool) throws(IntakeError) {
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
    if skipsMark { try skipMarks() }
  }

  deinit {
    if case .path = source.origin, descriptor >= 0 { close(descriptor) }
  }

  /// What to do about text that is not spelled so.
  var encodingRemedy: String {
    marked == nil
      ? "set “encoding” of “csv” in the mapping"
      : "its byte order mark says so; export the file again, best as UTF-8"
  }

  /// Where ``index`` is in the file.
  var offset: Int { base + index }

  /// Whether there is a byte at ``index``; reads the next chunk when this one is used up.
  func more() throws(IntakeError) -> Bool {
    if index < count { return true }
    if isExhausted { return false }
    base += count
    index = 0
    if wide == nil {
      count = try readChunk(into: &bytes)
      isExhausted = count == 0
      return !isExhausted
    }
    return try moreText()
  }

  /// Reads until there is text, which half a character is not yet.
  private func moreText() throws(IntakeError) -> Bool {
    var text: [UInt8] = []
    while text.isEmpty, !isExhausted {
      let size = try readChunk(into: &raw)
      isExhausted = size == 0
      wide?.read(raw[..<size], to: &text)
      if isExhausted { wide?.end(to: &text) }
    }
    take(text)
    return count > 0
  }

  private func take(_ text: [UInt8]) {
    bytes = text
    index = 0
    count = text.count
  }

  /// Passes over byte order marks at ``index``, where the text is UTF-8.
  func skipMarks() throws(IntakeError) {
    let mark = ByteOrderMark.utf8.bytes
    while encoding == .utf8, try peek(mark.count) == mark { index += mark.count }
  }

  /// The next bytes without consuming them; fewer where the file ends.
  func peek(_ size: Int) throws(IntakeError) -> [UInt8] {
    var seen: [UInt8] = []
    while seen.count < size, try more() {
      seen.append(bytes[index])
      index += 1
    }
    if !seen.isEmpty { unread(seen) }
    return seen
  }

  /// Puts bytes back in front of ``index``; they must be the last ones that were consumed.
  func unread(_ prefix: [UInt8]) {
    if prefix.count <= index {
      index -= prefix.count
      bytes.replaceSubrange(index..<index + prefix.count, with: prefix)
      return
    }
    base = offset - prefix.count
    bytes = prefix + bytes[index..<count]
    count = bytes.count
    index = 0
  }

  /// Reads the next chunk as it is in the file; answers its size.
  private func readChunk(into bytes: inout [UInt8]) throws(IntakeError) -> Int {
    if bytes.count < source.chunkSize { bytes = [UInt8](repeating: 0, count: source.chunkSize) }
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
}
