internal import ArgumentParser
internal import Foundation
internal import InteractionModel
internal import Vault

/// Where an option that names a file writes to, once it is sure that nothing is lost by it.
///
/// Links are followed first, and files are told apart by what they are and not by their names. An
/// input of the same command, anything in a store, a key, and where standard output or error goes
/// are refused, and so is what is neither a file nor takes a stream. Nothing is touched here.
struct OutputTarget: Sendable {
  /// How it is written.
  enum Form: Sendable {
    /// Standard output or standard error.
    case standard(StandardStream)
    /// Something the program was started with, by its number.
    case descriptor(Int32)
    /// A named pipe, a terminal or another device: written as it comes, never replaced.
    case stream
    /// A regular file, or none yet, at this path, which no link leads on from.
    case file(String)
  }

  /// The path as it was given.
  let name: String
  let form: Form

  /// A target.
  /// - Parameters:
  ///   - path: as the user wrote it; `-` is standard output.
  ///   - option: the option, for what is refused.
  ///   - inputs: what the command reads; `-` is standard input.
  ///   - keyFile: the file of the master key in force.
  /// - Throws: `ValidationError` when it may not be written, ``Refusal`` when it cannot be.
  init(_ path: String, option: String, inputs: [String] = [], keyFile: String?) throws {
    name = path
    let refuse = { (reason: String) in ValidationError("\(option) “\(path)”: \(reason)") }
    let descriptor = OutputTarget.descriptor(path)
    let status = descriptor.map { FileStatus(of: $0) } ?? FileStatus(at: path)
    form =
      if let descriptor {
        try OutputTarget.form(of: descriptor, status, refuse)
      } else if let status {
        try OutputTarget.form(of: path, status, refuse)
      } else {
        .file(try OutputTarget.place(of: path))
      }
    let identity = status?.identity
    // Reading and writing one device is no contradiction: a terminal is both.
    if let identity, status?.kind != .characters {
      let isInput = inputs.contains { input in
        let read = input == "-" ? FileStatus(of: STDIN_FILENO) : FileStatus(at: input)
        return read?.identity == identity
      }
      if isInput { throw refuse("the command reads it; write to another file") }
    }
    guard let place = OutputTarget.place(form) else { return }
    if case .file = form, let identity,
      [STDOUT_FILENO, STDERR_FILENO].contains(where: { FileStatus(of: $0)?.identity == identity })
    {
      throw refuse("what the command prints goes there; write to another file")
    }
    if let sign = OutputTarget.store(above: place) {
      throw refuse("it stands in a store (\(sign)); write outside of stores")
    }
    if try OutputTarget.isKey(place, identity, inForce: keyFile) {
      throw refuse("it is a key, without which nothing opens; write to another file")
    }
    // Nobody knows where the others are: in a store, or in a copy of one that shares its files.
    if case .file = form, let status, status.names > 1 {
      throw refuse("it has other names too, which may be those of a store; write to another file")
    }
  }

  // MARK: What it is

  /// The number of a descriptor that a path means.
  private static func descriptor(_ path: String) -> Int32? {
    switch path {
    case "-", "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
      let folder = ["/dev/fd/", "/proc/self/fd/"].first { path.hasPrefix($0) }
      return folder.flatMap { Int32(path.dropFirst($0.count)) }.flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  private static func form(
    of descriptor: Int32, _ status: FileStatus?, _ refuse: (String) -> ValidationError
  ) throws -> Form {
    for stream in [StandardStream.output, .error] where stream.descriptor == descriptor {
      return .standard(stream)
    }
    guard status != nil else { throw refuse("it is not open") }
    guard fcntl(descriptor, F_GETFL) & O_ACCMODE != O_RDONLY else {
      throw refuse("it is open for reading only")
    }
    return .descriptor(descriptor)
  }

  private static func form(
    of path: String, _ status: FileStatus, _ refuse: (String) -> ValidationError
  ) throws -> Form {
    switch status.kind {
    case .pipe, .characters: return .stream
    case .regular:
      guard let place = FilePath.real(path) else { throw unwritable(path, errno) }
      return .file(place)
    case .directory: throw refuse("it is a directory; name a file in it")
    case .blocks, .socket, .other:
      throw refuse("it is neither a file nor a pipe or terminal; name one of those")
    }
  }

  /// Where a file would be made; links that lead nowhere yet are followed.
  private static func place(of path: String) throws -> String {
    var path = path
    for _ in 0..<40 {
      let (parent, name) = FilePath.split(path)
      guard !name.isEmpty, let folder = FilePath.real(parent) else {
        throw unwritable(path, name.isEmpty ? ENOENT : errno)
      }
      let place = FilePath.join(folder, name)
      guard let target = FilePath.link(at: place) else { return place }
      path = target.hasPrefix("/") ? target : FilePath.join(folder, target)
    }
    throw unwritable(path, ELOOP)
  }

  /// The path of the regular file that is written to; nil of a stream.
  private static func place(_ form: Form) -> String? {
    switch form {
    case .file(let path): return path
    case .stream: return nil
    case .standard(let stream): return place(ofDescriptor: stream.descriptor)
    case .descriptor(let number): return place(ofDescriptor: number)
    }
  }

  private static func place(ofDescriptor number: Int32) -> String? {
    FileStatus(of: number)?.kind == .regular ? FilePath.link(at: "/proc/self/fd/\(number)") : nil
  }

  // MARK: What it may not be

  /// Refuses a folder in a store, where nothing but the store's own belongs.
  static func requireOutsideStores(_ folder: String) throws {
    let place = FilePath.join(FilePath.real(folder) ?? folder, "file")
    if let sign = store(above: place) {
      throw ValidationError("“\(folder)” stands in a store (\(sign)); write outside of stores")
    }
  }

  /// What makes a store of the folder of a file, or of one above it; nil outside of stores.
  private static func store(above path: String) -> String? {
    var folder = FilePath.split(path).folder
    while true {
      for name in ["log.db", "vault.db", "catalogue.db"] {
        let sign = FilePath.join(folder, name)
        var status = stat()
        if lstat(sign, &status) == 0 { return sign }
      }
      guard folder != "/", folder != "." else { return nil }
      folder = FilePath.split(folder).folder
    }
  }

  /// Whether a file is the key in force or the next one, or would do as a key.
  private static func isKey(
    _ path: String, _ identity: FileStatus.Identity?, inForce keyFile: String?
  ) throws -> Bool {
    if let file = keyFile.map(MasterKeyFile.init) {
      for key in [file.path, file.nextPath] {
        if let identity, FileStatus(at: key)?.identity == identity { return true }
        // One that is missing is looked for where it was.
        if identity == nil, let place = try? place(of: key), place == path { return true }
      }
    }
    guard identity != nil else { return false }
    if (try? MasterKeyFile(path: path).read()) != nil { return true }
    if SigningKeyFile(path: path).resemblesKey { return true }
    // A key that others can read is not taken as one, and is a key nevertheless.
    let text = (try? RegularFile(path).contents(limit: 4 * MasterKey.byteCount)) ?? []
    let digits = String(decoding: text, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return digits.utf8.count == 2 * MasterKey.byteCount && Hex.bytes(digits) != nil
  }

  static func unwritable(_ name: String, _ number: Int32) -> Refusal {
    Refusal(
      """
      “\(name)” cannot be written (\(Descriptor.reason(number))); check the path, its permissions \
      and the space left
      """)
  }
}
