import Foundation
import InteractionModel
import Testing

/// What is no regular file, wherever one of a store's files belongs: refused at once, never waited
/// for, never followed.
@Suite("A store of which a file is no file")
struct OddFileTests {
  enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case pipe = "a named pipe"
    case folder = "a folder"
    case socket = "a socket"
    case device = "a device"
    case danglingLink = "a link to nothing"

    var testDescription: String { rawValue }

    /// Puts one of the kind there.
    func place(at path: String, in tool: Tool) throws {
      let files = FileManager.default
      try? files.removeItem(atPath: path)
      switch self {
      case .pipe: #expect(mkfifo(path, 0o600) == 0)
      case .folder: try files.createDirectory(atPath: path, withIntermediateDirectories: false)
      case .socket: #expect(mknod(path, S_IFSOCK | 0o600, 0) == 0)
      case .device: try files.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
      case .danglingLink:
        try files.createSymbolicLink(
          atPath: path, withDestinationPath: "\(tool.directory)/nowhere")
      }
    }
  }

  private static let made = Result { try Tool.hyacinths() }

  /// A place, and commands that need what is there.
  static let places: [(path: String, commands: [[String]])] = {
    let everything = [["status"], ["case", "list"], ["verify"], ["append"], ["project"], ["init"]]
    let opening = [
      ["append"], ["search", "hyacinth", "--purpose", "x"], ["log", "--open", "--purpose", "x"],
      ["init"], ["party", "erase", "p1", "--reason", "x", "--yes"], ["key", "rotate-master"],
    ]
    let archive = [["conversation", "list"], ["rebuild", "ConversationArchive", "--compare"]]
    let words = [["search", "hyacinth", "--purpose", "x"]]
    return ["", "-wal", "-shm", "-journal"].flatMap { suffix in
      [
        ("log.db\(suffix)", everything), ("vault.db\(suffix)", opening),
        ("catalogue.db\(suffix)", everything),
        ("projections/ConversationArchive-1.db\(suffix)", archive),
        ("search/1/index.db\(suffix)", words), ("search/1/shard-0.db\(suffix)", words),
      ]
    } + [
      ("search/serving", words), ("search/.lock", [["rebuild", "search"]]),
      ("search/.lock.turn", [["rebuild", "search"]]),
      ("search/.building", [["rebuild", "search"]]),
      ("search/serving.new", [["rebuild", "search"]]),
      ("projections/CaseState-1.db.lock", [["project"]]),
    ]
  }()

  @Test("is refused by whoever needs it, at once", arguments: Kind.allCases, places)
  func refused(kind: Kind, place: (path: String, commands: [[String]])) throws {
    let tool = try Tool(copying: Self.made.get())
    let path = "\(tool.store)/\(place.path)"
    try kind.place(at: path, in: tool)
    for command in place.commands {
      let running = try tool.start(command)
      #expect(running.hasEnded(within: 60_000), "\(command) waits for \(place.path)")
      let output = try running.finish()
      #expect([1, 3].contains(output.code), "\(command): \(output.code) \(output.errors)")
      // A shard that is not there is known to be lost, and is made again.
      let isLost = kind == .danglingLink && place.path.hasSuffix("shard-0.db")
      #expect(
        (output.errors + output.text).contains(isLost ? "lost the shard" : kind.rawValue),
        "\(command): \(output.errors) \(output.text)")
      #expect(!FileManager.default.fileExists(atPath: "\(tool.directory)/nowhere"), "\(command)")
    }
    let found = try? FileManager.default.attributesOfItem(atPath: path)
    #expect(found != nil, "nobody removes it")
  }

  @Test("is said by status and verify where they do without it", arguments: Kind.allCases)
  func said(kind: Kind) throws {
    let tool = try Tool(copying: Self.made.get())
    try kind.place(at: "\(tool.store)/vault.db", in: tool)
    #expect(try tool.succeed("status").text.contains("vault.db is \(kind.rawValue)"))
    let verified = try tool.run("verify")
    #expect(verified.code == 1 && verified.text.contains(kind.rawValue), "\(verified.text)")
    #expect(try tool.run("case", "list").code == 0)
  }

  @Test(
    "neither is a folder that is none", arguments: ["projections", "search", "attachments"],
    [Kind.pipe, .device, .danglingLink])
  func folders(name: String, kind: Kind) throws {
    let tool = try Tool(copying: Self.made.get())
    try kind.place(at: "\(tool.store)/\(name)", in: tool)
    for command in [["status"], ["project"], ["append"]] {
      let running = try tool.start(command)
      #expect(running.hasEnded(within: 60_000), "\(command)")
      let output = try running.finish()
      #expect(output.code == 3 && output.errors.contains(kind.rawValue), "\(output.errors)")
    }
  }

  @Test("nor an attachment that a record names", arguments: Kind.allCases)
  func attachments(kind: Kind) throws {
    let tool = try Tool()
    let text = String(repeating: "long words ", count: 6_000)
    try tool.succeed("append", input: cloudEvent("case.opened", sealed: ["text": .string(text)]))
    let folder = "\(tool.store)/attachments"
    let name = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: folder).first { $0.utf8.count > 60 })
    try kind.place(at: "\(folder)/\(name)", in: tool)
    let verified = try tool.start(["verify"])
    #expect(verified.hasEnded(within: 60_000))
    let output = try verified.finish()
    #expect(output.code == 1 && output.text.contains(kind.rawValue), "\(output.text)")
    let reading = try tool.start(["log", "--open", "--purpose", "x"])
    #expect(reading.hasEnded(within: 60_000))
    let read = try reading.finish()
    #expect(!read.text.contains("long words") && (0...3).contains(read.code), "\(read.errors)")
  }
}
