internal import Foundation

/// What stands at a path or behind a descriptor.
struct FileStatus {
  enum Kind {
    case regular, directory, pipe, characters, blocks, socket, other
  }

  /// The file itself, whatever names lead to it.
  struct Identity: Hashable {
    let device: dev_t
    let inode: ino_t
  }

  let kind: Kind
  let identity: Identity
  /// How many names the file has.
  let names: Int
  /// How many bytes it has.
  let size: Int64
  let permissions: mode_t
  let owner: uid_t
  let group: gid_t

  /// What a path leads to, links followed; nil when that is nothing.
  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// What is open; nil when nothing is.
  init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFIFO: .pipe
      case S_IFCHR: .characters
      case S_IFBLK: .blocks
      case S_IFSOCK: .socket
      default: .other
      }
    identity = Identity(device: status.st_dev, inode: status.st_ino)
    names = Int(status.st_nlink)
    size = Int64(status.st_size)
    permissions = status.st_mode & 0o777
    owner = status.st_uid
    group = status.st_gid
  }
}

/// Paths as the system sees them.
enum FilePath {
  /// The path without links; nil when nothing is there, with the reason in `errno`.
  static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// What a link says; nil when there is no link.
  static func link(at path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The folder of a path, and the name in it.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let name = String(path[path.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }

  /// A name in a folder.
  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
