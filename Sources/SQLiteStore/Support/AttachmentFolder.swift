internal import EventLog
internal import Foundation
internal import InteractionModel

/// The sealed attachments of a store: one file each, named by the SHA-256 of its bytes.
struct AttachmentFolder: Sendable {
  let path: String

  /// Writes a file and makes it durable before it gets its name.
  ///
  /// The record that names it is committed afterwards, so a crash leaves at worst a file that no
  /// record names, never a record whose attachment is missing or torn.
  func put(_ name: String, _ bytes: [UInt8]) throws(StorageFault) {
    let folder = "\(path)/\(name.prefix(2))"
    let target = "\(folder)/\(name)"
    try faulting("write an attachment") {
      // There already, but whoever named it may not have come to syncing the folders.
      try StoreFile.requireRegular(target)
      guard access(target, F_OK) != 0 else { return try syncFolders(folder) }
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let scratch = "\(folder)/.\(name).\(UUID().uuidString)"
      let descriptor = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw AttachmentFolder.systemFault(folder) }
      defer { close(descriptor) }
      var offset = 0
      while offset < bytes.count {
        let written = bytes.withUnsafeBytes { buffer in
          write(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
        }
        guard written > 0 else {
          unlink(scratch)
          throw AttachmentFolder.systemFault(folder)
        }
        offset += written
      }
      // The content first, then its name, then the folders that hold the name.
      guard fsync(descriptor) == 0, rename(scratch, target) == 0 else {
        unlink(scratch)
        throw AttachmentFolder.systemFault(folder)
      }
      try syncFolders(folder)
    }
  }

  func get(_ name: String) throws(StorageFault) -> [UInt8]? {
    try StoreFile.content("\(path)/\(name.prefix(2))/\(name)")
  }

  /// Makes a name durable: its folder, the folder's own name, and that of the folder of all.
  private func syncFolders(_ folder: String) throws {
    for path in [folder, path, "\(path)/.."] { try AttachmentFolder.syncFolder(path) }
  }

  private static func syncFolder(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemFault(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw systemFault(path) }
  }

  private static func systemFault(_ path: String) -> StorageFault {
    StorageFault(
      code: errno == ENOSPC ? .full : .io, reason: "cannot write in \(path)",
      remedy: "check the disk and its free space", cause: String(cString: strerror(errno)))
  }
}
