internal import EventLog
internal import Foundation
internal import InteractionModel

/// Looks for some texts in files, byte by byte.
enum SearchScan {
  /// How much of a file is looked at at once.
  private static let pieceSize = 1 << 20
  /// How many bytes at the end of a text are looked at first.
  private static let probeSize = 8

  /// The files below a folder that hold one of some texts.
  /// - Parameters:
  ///   - folder: the folder.
  ///   - texts: the texts, each of eight bytes or more; shorter ones are not looked for.
  /// - Returns: the paths of the files, sorted.
  /// - Throws: ``StorageFault`` when a file cannot be read.
  static func files(below folder: String, naming texts: Set<String>) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    let texts = texts.map { Array($0.utf8) }.filter { $0.count >= probeSize }
    guard !texts.isEmpty else { return [] }
    let wanted = Wanted(texts)
    let paths = names.map { "\(folder)/\($0)" }.sorted()
    let found = try paths.filter { path in try holds(path, wanted) }
    return found
  }

  /// Texts, found by the number that their last eight bytes are.
  private struct Wanted {
    private var texts: [UInt64: [[UInt8]]] = [:]
    /// A bit for each of 65,536 hashes that one of the numbers has.
    private var filter = [UInt64](repeating: 0, count: 1_024)
    let longest: Int

    init(_ texts: [[UInt8]]) {
      longest = texts.map(\.count).max() ?? 0
      for text in texts {
        let number = text.withUnsafeBytes {
          $0.loadUnaligned(fromByteOffset: text.count - probeSize, as: UInt64.self)
        }
        self.texts[number, default: []].append(text)
        let hash = Wanted.hash(number)
        filter[hash >> 6] |= 1 << UInt64(hash & 63)
      }
    }

    private static func hash(_ number: UInt64) -> Int {
      Int(truncatingIfNeeded: (number &* 0x9E37_79B9_7F4A_7C15) >> 48)
    }

    /// Whether one of the texts stands in some bytes.
    func stands(in bytes: UnsafeRawBufferPointer) -> Bool {
      guard bytes.count >= probeSize else { return false }
      return filter.withUnsafeBufferPointer { filter in
        for end in probeSize...bytes.count {
          let number = bytes.loadUnaligned(fromByteOffset: end - probeSize, as: UInt64.self)
          let hash = Wanted.hash(number)
          guard filter[hash >> 6] & (1 << UInt64(hash & 63)) != 0 else { continue }
          let isThere = texts[number]?.contains { text in
            text.count <= end && bytes[(end - text.count)..<end].elementsEqual(text)
          }
          if isThere == true { return true }
        }
        return false
      }
    }
  }

  private static func holds(_ path: String, _ wanted: Wanted) throws -> Bool {
    // What is no regular file is passed over below, and not waited for here.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      // Gone meanwhile: then it holds nothing.
      if errno == ENOENT { return false }
      throw unreadable(path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { return false }
    var buffer = [UInt8](repeating: 0, count: pieceSize + wanted.longest)
    var kept = 0
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        read(descriptor, bytes.baseAddress?.advanced(by: kept), pieceSize)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      guard count > 0 else { return false }
      let end = kept + count
      let isThere = buffer.withUnsafeBytes {
        wanted.stands(in: UnsafeRawBufferPointer(rebasing: $0[..<end]))
      }
      if isThere { return true }
      // A text may begin here and end in the next piece.
      kept = min(end, wanted.longest - 1)
      for place in 0..<kept { buffer[place] = buffer[end - kept + place] }
    }
  }

  private static func unreadable(_ path: String) -> StorageFault {
    StorageFault(
      code: .io, reason: "cannot read \(path)", remedy: "check who may read it, and the disk",
      cause: String(cString: strerror(errno)))
  }
}
