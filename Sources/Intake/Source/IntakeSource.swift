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
  /// - Throws: ``IntakeError/unreadable(file:cause:)``.
  public func check() throws(IntakeError) {
    guard case .path(let path) = origin else { return }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unreadable(file: name, cause: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw .unreadable(file: name, cause: "it is a directory")
    }
  }
}
