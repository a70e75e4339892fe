internal import Foundation
internal import InteractionModel
internal import Synchronization

/// Writes rejected rows to a file of JSON Lines, as they come.
///
/// The file is replaced when the writer is made, so that it never mixes two imports.
public final class RejectsWriter: Sendable {
  private let path: String
  private let descriptor: Mutex<Int32>

  /// Creates the file, or empties it.
  /// - Parameter path: the path.
  /// - Throws: ``IntakeError/unwritable(file:cause:)``.
  public init(path: String) throws(IntakeError) {
    self.path = path
    let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw .unwritable(file: path, cause: String(cString: strerror(errno)))
    }
    descriptor = Mutex(opened)
  }

  deinit {
    descriptor.withLock { if $0 >= 0 { close($0) } }
  }

  /// Writes one line.
  /// - Parameter rejection: the rejected row.
  /// - Throws: ``IntakeError/unwritable(file:cause:)``.
  public func write(_ rejection: Rejection) throws(IntakeError) {
    let line = rejection.json.canonicalBytes + [UInt8(ascii: "\n")]
    let failure = descriptor.withLock { descriptor -> Int32 in
      var written = 0
      while written < line.count {
        let result = line[written...].withUnsafeBytes {
          Foundation.write(descriptor, $0.baseAddress, $0.count)
        }
        if result >= 0 { written += result } else if errno != EINTR { return errno }
      }
      return 0
    }
    try check(failure)
  }

  /// Makes sure that the lines are on disk, and closes the file.
  /// - Throws: ``IntakeError/unwritable(file:cause:)``.
  public func finish() throws(IntakeError) {
    let failure = descriptor.withLock { descriptor -> Int32 in
      guard descriptor >= 0 else { return 0 }
      defer {
        close(descriptor)
        descriptor = -1
      }
      // A pipe or a terminal cannot be synced and need not be.
      return fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno
    }
    try check(failure)
  }

  private func check(_ failure: Int32) throws(IntakeError) {
    guard failure == 0 else {
      throw .unwritable(file: path, cause: String(cString: strerror(failure)))
    }
  }
}
