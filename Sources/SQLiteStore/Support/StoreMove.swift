public import EventLog
internal import Foundation

/// Files of a store that are made where nobody takes them for one, and then put in their place.
public enum StoreMove {
  /// Puts everything of a folder into another, which survives a power cut at any point: what was begun
  /// is finished by doing it again.
  /// - Parameters:
  ///   - folder: the folder, which is gone afterwards.
  ///   - directory: where its files go; the log last, without which nothing there is a store.
  /// - Throws: ``/EventLog/StorageFault``.
  public static func move(_ folder: String, into directory: String) throws(StorageFault) {
    try faulting("move the restored store to its place") {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      for name in names.filter({ $0 != "log.db" }).sorted() + names.filter({ $0 == "log.db" }) {
        try FileManager.default.moveItem(
          atPath: "\(folder)/\(name)", toPath: "\(directory)/\(name)")
        try StoreFile.syncFolder(directory)
      }
      try FileManager.default.removeItem(atPath: folder)
    }
  }
}
