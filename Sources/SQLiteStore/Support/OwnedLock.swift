internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Synchronization

/// A lock on a file that ends with the process that has it, and that others can look at without taking it
/// (`fcntl(2)`, “open file description locks”): whoever only asks who has it never is in the way of
/// whoever wants it.
final class OwnedLock: Sendable {
  let path: String
  private let descriptor: Int32
  private let held = Mutex(true)

  // Not in Glibc's module, which has only what is in POSIX.
  private static let get: Int32 = 36
  private static let set: Int32 = 37

  /// Takes the lock; nil when somebody has it.
  /// - Parameter path: the file, which is made where it is not there.
  /// - Throws: ``/EventLog/StorageFault`` when the file cannot be made.
  init?(_ path: String) throws(StorageFault) {
    try StoreFile.requireRegular(path)
    self.path = path
    descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StorageFault(
        code: .permission, reason: "cannot create \(path)",
        remedy: "check who may write the folder", cause: String(cString: strerror(errno)))
    }
    var wanted = OwnedLock.whole
    guard fcntl(descriptor, OwnedLock.set, &wanted) == 0 else {
      close(descriptor)
      return nil
    }
  }

  /// Whether somebody has the lock of a file, which need not be there.
  static func isHeld(_ path: String) throws(StorageFault) -> Bool {
    try StoreFile.requireRegular(path)
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return false }
      throw StorageFault(
        code: .permission, reason: "cannot look at \(path)", remedy: "check who may read it",
        cause: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var found = whole
    guard fcntl(descriptor, get, &found) == 0 else {
      throw StorageFault(
        code: .io, reason: "cannot tell who has \(path)", remedy: "check the disk",
        cause: String(cString: strerror(errno)))
    }
    return found.l_type != Int16(F_UNLCK)
  }

  /// Whether the file that is locked is still the one of that name: another process would lock another.
  var isInPlace: Bool {
    var (own, named) = (stat(), stat())
    guard fstat(descriptor, &own) == 0, stat(path, &named) == 0 else { return false }
    return own.st_dev == named.st_dev && own.st_ino == named.st_ino
  }

  /// Gives the lock back; its file stays, because removing it would let two lock two files of one name.
  func unlock() {
    let first = held.withLock { held in
      defer { held = false }
      return held
    }
    if first { close(descriptor) }
  }

  private static var whole: flock {
    flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
  }
}
