internal import Foundation

/// What the files of a store's directory take of the disk.
public struct StoreFiles: Sendable {
  private let directory: String

  /// The files of a directory.
  /// - Parameter directory: the store's directory.
  public init(directory: String) {
    self.directory = directory
  }

  /// How many bytes they take, by what they are: `log`, `log-wal`, `vault`, `vault-wal`, `catalogue`,
  /// `projections` and `search` with all that SQLite has beside them; and how many are left on the disk, `free`.
  public var sizes: [String: Int64] {
    var sizes: [String: Int64] = [:]
    for name in ["log", "vault", "catalogue"] {
      sizes[name] = size("\(directory)/\(name).db")
      sizes["\(name)-wal"] = size("\(directory)/\(name).db-wal") ?? 0
    }
    for name in ["projections", "search"] {
      let folder = "\(directory)/\(name)"
      let files = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
      sizes[name] = files.reduce(0) { $0 + (size("\(folder)/\($1)") ?? 0) }
    }
    var disk = statvfs()
    if statvfs(directory, &disk) == 0 {
      sizes["free"] = Int64(clamping: UInt64(disk.f_bavail) &* UInt64(disk.f_frsize))
    }
    return sizes
  }

  private func size(_ path: String) -> Int64? {
    var found = stat()
    return stat(path, &found) == 0 ? Int64(found.st_size) : nil
  }
}
