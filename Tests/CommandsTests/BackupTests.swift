import Foundation
import InteractionModel
import Merkle
import Testing

@Suite("A backup")
struct BackupTests {
  /// A store of two parties, with its first backup.
  private struct Backed {
    let tool: Tool
    var folder: String { "\(tool.directory)/backup" }
    let first: JSONValue

    init() throws {
      tool = try Tool.hyacinths()
      first = try tool.json("backup", "\(tool.directory)/backup")
    }

    /// The tool on a store that is restored to another place, with the keys of the first.
    func elsewhere(_ more: String...) throws -> (tool: Tool, restored: Output) {
      let other = try Tool(initialised: false)
      let keys = [
        "--master-key-file", "\(tool.store)/master.key", "--signing-key-file",
        "\(tool.store)/signing.key",
      ]
      return (other, try other.run(["restore", folder, "--json"] + keys + more))
    }

    /// What is written in the folder, by name.
    func files() throws -> [String: Data] {
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      return names.reduce(into: [:]) {
        $0[$1] = FileManager.default.contents(atPath: "\(folder)/\($1)")
      }
    }

    /// What the first conversation's text says to whoever may read it, and the second's.
    static func texts(_ tool: Tool, key: String) throws -> [String] {
      try ["talk-p1", "talk-p2"].map {
        try tool.succeed(
          "log", "--conversation", $0, "--open", "--purpose", "audit", "--master-key-file", key
        ).text
      }
    }

    /// Takes everything from the store's directory but the keys.
    func lose() throws {
      for name in try FileManager.default.contentsOfDirectory(atPath: tool.store)
      where !name.contains(".key") {
        try FileManager.default.removeItem(atPath: "\(tool.store)/\(name)")
      }
    }
  }

  @Test("is restored elsewhere to the same records, which verify, open, and are folded to the same")
  func roundTrip() throws {
    let backed = try Backed()
    let tool = backed.tool
    let (other, restored) = try backed.elsewhere()
    #expect(restored.code == 0, "\(restored.errors)")
    let through = try #require(backed.first["through"]?.int)
    let records = try tool.succeed("log", "--limit", "\(through)", "--json").text
    #expect(try other.succeed("log", "--json").text == records)
    #expect(try restored.json["root"] == backed.first["root"])
    let key = "\(tool.store)/master.key"
    #expect(restored.errors.isEmpty, "\(restored.errors)")
    #expect(try other.run("verify", "--open", "--master-key-file", key).code == 0)
    try other.succeed("project", "--master-key-file", key)
    try tool.succeed("project")
    func digests(_ tool: Tool) throws -> [JSONValue?] {
      let replayed = try tool.json("replay", "--until", "@\(through)")["projections"]?.array ?? []
      return replayed.map { $0["digest"] }
    }
    let folded = try digests(other)
    #expect(try !folded.isEmpty && folded == digests(tool))
    let texts = try Backed.texts(other, key: key)
    #expect(texts[0].contains("grows here") && texts[1].contains("is a flower"))
    let found = try other.succeed(
      "search", "hyacinth", "--purpose", "audit", "--master-key-file", key)
    #expect(found.text.contains("talk-p1") && found.text.contains("talk-p2"), "\(found.text)")
  }

  @Test("has no key, and of its folder nobody else reads anything")
  func noKeys() throws {
    let backed = try Backed()
    let secrets = try ["master.key", "signing.key"].map {
      try Data(contentsOf: URL(filePath: "\(backed.tool.store)/\($0)")).dropLast()
    }
    for (name, bytes) in try backed.files() {
      for secret in secrets { #expect(bytes.range(of: secret) == nil, "\(name)") }
    }
    let mode = try FileManager.default.attributesOfItem(atPath: backed.folder)[.posixPermissions]
    #expect(mode as? Int == 0o700)
  }

  @Test("that is taken again copies what has come, and leaves the files of records that are there")
  func again() throws {
    let backed = try Backed()
    let before = try backed.files().filter { $0.key.hasPrefix("records/") }
    try backed.tool.succeed("append", input: cloudEvent("note.added", case: "C-1"))
    let second = try backed.tool.json("backup", backed.folder)
    // What says that the first was taken, and what was appended.
    #expect(second["records"] == 2)
    #expect(second["backup"] == backed.first["backup"])
    let after = try backed.files()
    for (name, bytes) in before { #expect(after[name] == bytes, "\(name)") }
    #expect(after.keys.filter { $0.hasPrefix("vault-") }.count == 1)
    #expect(try backed.elsewhere().restored.json["through"] == second["through"])
  }

  @Test("goes on where one was killed, and what that left of the keys goes")
  func interrupted() throws {
    let backed = try Backed()
    try backed.tool.succeed("append", input: cloudEvent("note.added", case: "C-1"))
    // Files that nothing lists: half of the records that come next, and a copy of the vault.
    let next = String(try backed.tool.head())
    let name = "\(String(repeating: "0", count: 12 - next.count))\(next)"
    for left in ["records/\(name)-\(name).jsonl", "vault-left.db"] {
      try Data("half".utf8).write(to: URL(filePath: "\(backed.folder)/\(left)"))
    }
    try backed.tool.succeed("backup", backed.folder)
    #expect(!FileManager.default.fileExists(atPath: "\(backed.folder)/vault-left.db"))
    #expect(try backed.elsewhere().restored.code == 0)
  }

  @Test("is refused of another log, among other files, within a store, and beside another")
  func refused() throws {
    let backed = try Backed()
    let other = try Tool()
    try FileManager.default.removeItem(atPath: other.store)
    try other.succeed("init", "--origin", "other.example/log")
    let foreign = try other.run("backup", backed.folder)
    #expect(foreign.code == 3 && foreign.errors.contains("other.example/log"), "\(foreign.errors)")
    let letters = "\(other.directory)/letters"
    try FileManager.default.createDirectory(atPath: letters, withIntermediateDirectories: false)
    try Data("Dear".utf8).write(to: URL(filePath: "\(letters)/records"))
    let full = try other.run("backup", letters)
    #expect(full.code == 3 && full.errors.contains("not what would be written"), "\(full.errors)")
    #expect(try other.run("backup", "\(other.store)/copy").code == 2)
    let lock = open(backed.folder, O_RDONLY | O_DIRECTORY)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let busy = try backed.tool.run("backup", backed.folder)
    #expect(busy.code == 3 && busy.errors.contains("another process"), "\(busy.errors)")
  }

  @Test("of a log that lost records, or went on differently, is left as it is")
  func otherHistory() throws {
    let backed = try Backed()
    let older = try Tool(copying: backed.tool)
    try backed.tool.succeed("append", input: cloudEvent("note.added", case: "C-1"))
    try backed.tool.succeed("backup", backed.folder)
    let files = try backed.files()
    #expect(try older.run("backup", backed.folder).errors.contains("not the first of this log"))
    for _ in 0..<4 { try older.succeed("append", input: cloudEvent("note.added", case: "C-2")) }
    #expect(try older.run("backup", backed.folder).errors.contains("not the first of this log"))
    #expect(try backed.files() == files)
  }

  @Test("that did not come to its end is not gone on with by a log that went on differently")
  func halfOfAnother() throws {
    let backed = try Backed()
    let older = try Tool(copying: backed.tool)
    try backed.tool.succeed("append", input: cloudEvent("note.added", case: "C-1"))
    // As one is that was killed when the records were copied, and nothing else yet.
    let manifest = URL(filePath: "\(backed.folder)/backup.json")
    let state = try JSONValue(parsing: Array(Data(contentsOf: manifest)))["state"]
    try backed.tool.succeed("backup", backed.folder)
    var half = try #require(try JSONValue(parsing: Array(Data(contentsOf: manifest))).object)
    half["state"] = state
    try Data(JSONValue.object(half).canonicalBytes).write(to: manifest)
    for _ in 0..<4 { try older.succeed("append", input: cloudEvent("note.added", case: "C-2")) }
    #expect(try older.run("backup", backed.folder).errors.contains("not the first of this log"))
    try backed.tool.succeed("backup", backed.folder)
    #expect(try backed.elsewhere().restored.code == 0)
  }

  @Test(
    "is taken where nothing can be written, and says that the log does not know of it",
    .enabled(if: Mounts.areAllowed, Mounts.comment))
  func readOnly() throws {
    let tool = try Tool.hyacinths()
    let output = try tool.script(
      """
      mount --bind "$store" "$store"
      mount -o remount,bind,ro "$store"
      set +e
      tool backup backup 2> errors; echo "backup $?"
      "$program" restore backup --store found --master-key-file "$store/master.key" 2> /dev/null
      echo "restore $?"
      """)
    #expect(output.text.contains("backup 1\n"), "\(output.text)\(output.errors)")
    #expect(output.text.contains("restore 0\n"), "\(output.text)")
    let errors = try String(contentsOfFile: "\(tool.directory)/errors", encoding: .utf8)
    #expect(errors.contains("the log does not say that there is one"), "\(errors)")
  }

  @Test("of which a byte of any file is another one makes no store")
  func damaged() throws {
    let backed = try Backed()
    for (name, bytes) in try backed.files() where !bytes.isEmpty {
      var altered = bytes
      altered[altered.count / 2] ^= 0x01
      let place = URL(filePath: "\(backed.folder)/\(name)")
      try altered.write(to: place)
      let (other, restored) = try backed.elsewhere()
      #expect(restored.code == 3, "\(name): \(restored.text)")
      #expect(!FileManager.default.fileExists(atPath: "\(other.store)/log.db"), "\(name)")
      try bytes.write(to: place)
      // What the attempt left is in nobody's way.
      let key = "\(backed.tool.store)/master.key"
      let again = try other.succeed("restore", backed.folder, "--master-key-file", key)
      #expect(again.errors.contains("no signing key"), "\(again.errors)")
      #expect(try other.run("verify").code == 0)
    }
  }

  @Test("goes to a directory with keys and nothing else")
  func notEmpty() throws {
    let backed = try Backed()
    let refused = try backed.tool.run("restore", backed.folder)
    #expect(refused.code == 3 && refused.errors.contains("nothing but keys"), "\(refused.errors)")
    try backed.lose()
    try backed.tool.succeed("restore", backed.folder)
    #expect(try backed.tool.run("verify").code == 0)
    let texts = try Backed.texts(backed.tool, key: "\(backed.tool.store)/master.key")
    #expect(texts[1].contains("flower"))
    try backed.tool.succeed("append", input: cloudEvent("note.added", case: "C-1"))
  }

  @Test("whose records somebody altered, sums and all, makes no store: its root is another one")
  func altered() throws {
    let backed = try Backed()
    let manifest = URL(filePath: "\(backed.folder)/backup.json")
    let list = try JSONValue(parsing: Array(Data(contentsOf: manifest)))
    let segment = try #require(list["segments"]?.array?.first)
    let name = try #require(segment["file"]?.string)
    let digest = try #require(segment["sha256"]?.string)
    let file = URL(filePath: "\(backed.folder)/\(name)")
    let records = try String(contentsOf: file, encoding: .utf8).replacing("chat", with: "mail")
    try Data(records.utf8).write(to: file)
    let text = try String(contentsOf: manifest, encoding: .utf8)
      .replacing(digest, with: Hash.content(Array(records.utf8)).description)
    try Data(text.utf8).write(to: manifest)
    let (other, restored) = try backed.elsewhere()
    #expect(restored.code == 3 && restored.errors.contains("records"), "\(restored.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(other.store)/log.db"))
  }

  @Test("whose restore was killed when all was made is put to its place by the next")
  func killed() throws {
    let backed = try Backed()
    let (other, restored) = try backed.elsewhere()
    #expect(restored.code == 0)
    // As it is after some of its files have been moved.
    let files = FileManager.default
    try files.createDirectory(
      atPath: "\(other.store)/.restored", withIntermediateDirectories: false)
    try files.moveItem(atPath: "\(other.store)/log.db", toPath: "\(other.store)/.restored/log.db")
    let key = "\(backed.tool.store)/master.key"
    #expect(try other.run("status").code == 3)
    #expect(try other.json("restore", backed.folder, "--master-key-file", key)["finished"] == true)
    #expect(try other.run("verify").code == 0)
    #expect(!files.fileExists(atPath: "\(other.store)/.restored"))
  }

  @Test("needs the master key that was in force when it was taken")
  func otherMaster() throws {
    let backed = try Backed()
    try backed.tool.succeed("key", "rotate-master")
    let (_, restored) = try backed.elsewhere()
    #expect(restored.code == 3, "\(restored.errors)")
    try backed.tool.succeed("backup", backed.folder)
    #expect(try backed.elsewhere().restored.code == 0)
  }
}

/// What was erased after a backup stays so, and what is lost is told.
@Suite("A backup from before an erasure")
struct ErasedBackupTests {
  private let tool: Tool
  private let folder: String
  private let erasure: String

  init() throws {
    tool = try Tool.hyacinths()
    folder = "\(tool.directory)/backup"
    try tool.succeed("backup", folder)
    erasure = try #require(
      tool.json("party", "erase", "p1", "--reason", "they asked", "--yes")["erasure"]?.string)
  }

  private func lose() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: tool.store)
    where !name.contains(".key") {
      try FileManager.default.removeItem(atPath: "\(tool.store)/\(name)")
    }
  }

  @Test("is erased again when it is restored, by the list beside the signing key")
  func again() throws {
    try tool.succeed("checkpoint")
    let signed = try tool.head()
    try lose()
    let refused = try tool.run("restore", folder)
    #expect(refused.code == 3, "\(refused.errors)")
    #expect(refused.errors.contains("had signed \(signed) records"), "\(refused.errors)")
    #expect(refused.errors.contains("--lost-for-good"))
    #expect(!FileManager.default.fileExists(atPath: "\(tool.store)/log.db"))
    let restored = try tool.json("restore", folder, "--lost-for-good")
    #expect(restored["erasedAgain"]?.array?.first?["erasure"] == .string(erasure))
    #expect(restored["epoch"]?["lost"] != nil)
    #expect(try tool.run("verify", "--open").code == 0)
    let opened = try tool.succeed("log", "--open", "--purpose", "audit").text
    #expect(!opened.contains("grows here") && opened.contains("is a flower"), "\(opened)")
    #expect(try tool.json("erasure", "show", erasure)["state"] == "complete")
    try tool.succeed("project")
    let found = try tool.succeed("search", "hyacinth", "--purpose", "audit").text
    #expect(!found.contains("talk-p1") && found.contains("talk-p2"), "\(found)")
    // Once more: the list is kept on.
    try tool.succeed("checkpoint")
    #expect(try tool.run("verify").code == 0)
  }

  @Test("is erased again by a list that was kept elsewhere, of a log that signed nothing")
  func elsewhere() throws {
    try tool.succeed("checkpoint")
    let list = "\(tool.directory)/erasures"
    try FileManager.default.moveItem(atPath: "\(tool.store)/signing.key.erasures", toPath: list)
    try FileManager.default.removeItem(atPath: "\(tool.store)/signing.key.last")
    try lose()
    let restored = try tool.json("restore", folder, "--erasures", list)
    #expect(restored["erasedAgain"]?.array?.count == 1 && restored["epoch"] == .null)
    let opened = try tool.succeed("log", "--open", "--purpose", "audit").text
    #expect(!opened.contains("grows here") && opened.contains("is a flower"))
    // A list of which a line is no erasure is not taken for one that is whole.
    try Data("{\"through\":9}\n{}\n".utf8).write(to: URL(filePath: list))
    #expect(try tool.run("restore", folder, "--erasures", list).code == 2)
  }

  @Test("that cannot be read is not written over, and nothing is restored by it")
  func damagedList() throws {
    try tool.succeed("checkpoint")
    let list = "\(tool.store)/signing.key.erasures"
    let whole = try Data(contentsOf: URL(filePath: list))
    let damaged = whole.dropLast(20)
    try damaged.write(to: URL(filePath: list))
    try tool.succeed("append", input: cloudEvent("note.added", case: "C-1"))
    let refused = try tool.run("checkpoint")
    #expect(
      refused.code == 3 && refused.errors.contains("no list of erasures"), "\(refused.errors)")
    #expect(try Data(contentsOf: URL(filePath: list)) == damaged)
    try lose()
    #expect(try tool.run("restore", folder, "--lost-for-good").code == 3)
    try whole.write(to: URL(filePath: list))
    #expect(try tool.json("restore", folder, "--lost-for-good")["erasedAgain"]?.array?.count == 1)
  }

  @Test(
    "that was put to its place and killed there says what it lacks, as any store that lost records")
  func killedBeforeEpoch() throws {
    try tool.succeed("checkpoint")
    // What the log signed is hidden from the restore, which then ends where one is killed before the epoch.
    let last = "\(tool.store)/signing.key.last"
    try FileManager.default.moveItem(atPath: last, toPath: "\(tool.directory)/last")
    try lose()
    #expect(try tool.json("restore", folder)["epoch"] == .null)
    try FileManager.default.moveItem(atPath: "\(tool.directory)/last", toPath: last)
    let refused = try tool.run("append", input: cloudEvent("note.added", case: "C-1"))
    #expect(refused.code == 3 && refused.errors.contains("key start-epoch"), "\(refused.errors)")
    try tool.succeed("key", "start-epoch", "--lost-for-good")
    try tool.succeed("append", input: cloudEvent("note.added", case: "C-1"))
    #expect(try tool.json("erasure", "show", erasure)["state"] == "complete")
    #expect(try tool.run("verify").code == 0)
  }

  @Test("is named by the certificate until another is taken to its folder")
  func certificate() throws {
    let shown = try tool.json("erasure", "show", erasure)
    let copies = try #require(shown["backups"]?.array)
    #expect(copies.count == 1)
    let text = try tool.succeed("erasure", "show", erasure).text
    #expect(text.contains("still open in"), "\(text)")
    #expect(text.contains(copies.first?["masterKey"]?.string ?? "?"))
    try tool.succeed("backup", "\(tool.directory)/other")
    #expect(try tool.json("erasure", "show", erasure)["backups"]?.array?.count == 1)
    try tool.succeed("backup", folder)
    #expect(try tool.json("erasure", "show", erasure)["backups"] == nil)
  }
}

/// What an operator does to see that backups are worth something.
@Suite("The drill of losing a store", .timeLimit(.minutes(10)))
struct RestoreDrillTests {
  @Test("holds")
  func holds() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Tools/restore-drill"
    ).standardized.path
    let tool = try Tool(initialised: false)
    let drill = try tool.start(
      ["--program", Tool.program, "\(tool.directory)/drill"], store: .nowhere, program: script)
    let output = try drill.finish()
    #expect(output.code == 0, "\(output.text)\(output.errors)")
    #expect(output.text.contains("Nothing is lost"))
  }
}

@Suite("A backup while others append", .timeLimit(.minutes(10)))
struct BusyBackupTests {
  @Test("is of one moment: what was acknowledged before it is there, and all of it opens")
  func busy() throws {
    let tool = try Tool.hyacinths()
    let folder = "\(tool.directory)/backup"
    let load = try tool.start(
      [
        "simulate", "--events", "1500", "--seed", "9", "--into", "sqlite:\(tool.store)", "--quiet",
      ])
    var last: JSONValue = .null
    var taken = 0
    let before = try tool.head()
    repeat {
      last = try tool.json("backup", folder)
      taken += 1
    } while !load.hasEnded() && taken < 20
    #expect(try load.finish().code == 0)
    #expect(try #require(last["through"]?.int) >= before)
    let other = try Tool(initialised: false)
    let keys = ["--master-key-file", "\(tool.store)/master.key"]
    let restored = try other.run(["restore", folder] + keys)
    #expect(restored.code == 0, "\(restored.errors)")
    #expect(try other.run(["verify", "--open"] + keys).code == 0)
  }
}
