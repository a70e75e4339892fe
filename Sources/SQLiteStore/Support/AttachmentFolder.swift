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
      // The content first, then its name, then the folders that hold the name.
      try StoreFile.write(target, bytes)
      try syncFolders(folder)
    }
  }

  func get(_ name: String) throws(StorageFault) -> [UInt8]? {
    try StoreFile.content("\(path)/\(name.prefix(2))/\(name)")
  }

  /// Makes a name durable: its folder, the folder's own name, and that of the folder of all.
  private func syncFolders(_ folder: String) throws(StorageFault) {
    for path in [folder, path, "\(path)/.."] { try StoreFile.syncFolder(path) }
  }
}
