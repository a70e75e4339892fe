internal import EventLog
internal import Foundation
internal import InteractionModel

extension StoreFile {
  /// Writes a file, or another in its place, and makes it durable before it gets its name.
  ///
  /// Whoever reads finds the one or the other, whole. Its folder is not synced yet; see ``syncFolder(_:)``.
  /// - Parameters:
  ///   - path: where it belongs, in a folder that is there.
  ///   - bytes: what it holds.
  ///   - isDurable: whether it outlives a power cut, for which the disk is waited for.
  /// - Throws: ``/EventLog/StorageFault``.
  static func write(
    _ path: String, _ bytes: [UInt8], isDurable: Bool = true
  ) throws(StorageFault) {
    let folder = "\(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])"
    let scratch = "\(folder)/.\(path.split(separator: "/").last ?? "").\(UUID().uuidString)"
    let descriptor = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw cannotWrite(in: folder) }
    defer { close(descriptor) }
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Foundation.write(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
      }
      guard written > 0 else { throw cannotWrite(in: folder, leaving: scratch) }
      offset += written
    }
    // The content first, then its name.
    guard !isDurable || fsync(descriptor) == 0, rename(scratch, path) == 0 else {
      throw cannotWrite(in: folder, leaving: scratch)
    }
  }

  /// Removes a file, which need not be there.
  /// - Throws: ``/EventLog/StorageFault``.
  static func remove(_ path: String) throws(StorageFault) {
    guard unlink(path) == 0 || errno == ENOENT else { throw cannotWrite(in: path) }
  }

  /// Makes what another library has written to a file durable.
  /// - Throws: ``/EventLog/StorageFault``.
  static func sync(_ path: String) throws(StorageFault) {
    try sync(path, O_RDONLY)
  }

  /// Makes the names in a folder durable.
  /// - Throws: ``/EventLog/StorageFault``.
  static func syncFolder(_ path: String) throws(StorageFault) {
    try sync(path, O_RDONLY | O_DIRECTORY)
  }

  private static func sync(_ path: String, _ flags: Int32) throws(StorageFault) {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotWrite(in: path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw cannotWrite(in: path) }
  }

  private static func cannotWrite(in folder: String, leaving scratch: String) -> StorageFault {
    // Its reason first: removing what was begun has another.
    let fault = cannotWrite(in: folder)
    unlink(scratch)
    return fault
  }

  private static func cannotWrite(in folder: String) -> StorageFault {
    let code = errno
    let kind: StorageFault.Code =
      switch code {
      case ENOSPC: .full
      case EACCES, EPERM, EROFS: .permission
      default: .io
      }
    return StorageFault(
      code: kind, reason: "cannot write in \(folder)", remedy: "check the disk and its free space",
      cause: String(cString: strerror(code)))
  }
}
