internal import Foundation

/// A file that is read as a whole, at once: it must be one, for a pipe may keep who reads it waiting
/// for ever.
struct RegularFile {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  /// What is in it.
  /// - Parameter limit: how many bytes to read at most.
  /// - Returns: the bytes.
  /// - Throws: ``Refusal`` when it is none or cannot be read.
  func contents(limit: Int = .max) throws(Refusal) -> [UInt8] {
    // Looks at what is open, not at the path; does not wait for somebody to write to a pipe.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(Descriptor.reason(errno)) }
    defer { close(descriptor) }
    guard FileStatus(of: descriptor)?.kind == .regular else {
      throw Refusal("\(path) is no regular file; save what it says in one")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(Descriptor.reason(errno)) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private func unreadable(_ reason: String) -> Refusal {
    Refusal("\(path) cannot be read (\(reason)); check the path and its permissions")
  }
}
