internal import Foundation

/// A file to read, `-` for standard input, or bytes at hand.
public struct IntakeSource: Sendable {
  enum Origin: Sendable {
    case path(String)
    case standardInput
    case bytes([UInt8])
  }

  /// Its name in messages: the path as it was given.
  public let name: String
  let origin: Origin
  let chunkSize: Int

  /// The file at a path; `-` is standard input.
  /// - Parameter path: the path.
  public init(path: String) {
    name = path
    origin = path == "-" ? .standardInput : .path(path)
    chunkSize = 1 << 18
  }

  /// Bytes at hand.
  /// - Parameters:
  ///   - name: a name for messages.
  ///   - bytes: the content.
  ///   - chunkSize: how many bytes to look at in one go.
  public init(name: String, bytes: [UInt8], chunkSize: Int = 1 << 18) {
    self.name = name
    origin = .bytes(bytes)
    self.chunkSize = max(1, chunkSize)
  }

  /// Makes sure that the file can be opened, before anything is imported.
  ///
  /// A named pipe is only looked at: opening it would wait for who writes to it, and closing it
  /// again would end that one.
  /// - Throws: ``IntakeError/unreadable(file:cause:)``.
  public func check() throws(IntakeError) {
    guard case .path(let path) = origin else { return }
    var found = stat()
    if stat(path, &found) == 0, found.st_mode & S_IFMT == S_IFIFO, access(path, R_OK) == 0 {
      return
    }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unreadable(file: name, cause: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw .unreadable(file: name, cause: "it is a directory")
    }
  }

  /// Whether it can be read again from its start, which standard input and pipes cannot.
  var isRepeatable: Bool {
    switch origin {
    case .standardInput: return false
    case .bytes: return true
    case .path(let path):
      var found = stat()
      return stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFREG
    }
  }
}
