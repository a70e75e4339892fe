internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Synchronization

/// An advisory lock on a file, held until it is given back or the process ends.
final class FileLock: Sendable {
  private let descriptor: Int32
  private let held = Mutex(true)

  init(_ path: String, what: String) throws(StorageFault) {
    try StoreFile.requireRegular(path)
    descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StorageFault(
        code: .permission, reason: "cannot create \(path)",
        remedy: "check who may write the folder", cause: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StorageFault(
        code: .busy, reason: "another process is projecting \(what)",
        remedy: "wait for it or stop it")
    }
  }

  func unlock() {
    // Closing gives the lock back, once: the number may be another file's afterwards. The lock's
    // own file stays, because removing it would let two processes lock two files of one name.
    let first = held.withLock { held in
      defer { held = false }
      return held
    }
    if first { close(descriptor) }
  }
}
