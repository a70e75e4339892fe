import Foundation
import InteractionModel
import Testing

/// Which of the two files is the wrong one, where it can be known.
@Suite("A log and a vault that are not of one time, or not of one store")
struct OlderLogTests {
  /// The database files of one name, with what SQLite has beside them.
  private static func copy(_ name: String, from folder: String, to other: String) throws {
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    for suffix in ["", "-wal", "-shm"] {
      let (source, target) = ("\(folder)/\(name)\(suffix)", "\(other)/\(name)\(suffix)")
      try? FileManager.default.removeItem(atPath: target)
      guard FileManager.default.fileExists(atPath: source) else { continue }
      try FileManager.default.copyItem(atPath: source, toPath: target)
    }
  }

  private static func message(_ conversation: String, _ party: String, _ id: String) -> [UInt8] {
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id), "source": "test", "type": "message.received",
      "data": [
        "conversation": .string(conversation), "party": .string(party), "channel": "chat",
        "actor": ["type": "party", "id": .string(party)], "sealed": ["text": "A late kingfisher"],
      ],
    ]
    return event.canonicalBytes
  }

  @Test("an older log is named as what is to be restored, not its newer vault")
  func olderLog() throws {
    let tool = try Tool.hyacinths()
    let older = "\(tool.directory)/older"
    try Self.copy("log.db", from: tool.store, to: older)
    try tool.succeed("party", "erase", "p1", "--reason", "asked", "--yes")
    let newest = "\(tool.directory)/newest"
    try Self.copy("log.db", from: tool.store, to: newest)

    try Self.copy("log.db", from: older, to: tool.store)
    let head = try tool.head()
    let verified = try tool.run("verify", "--json")
    #expect(verified.code == 1)
    let appended = try tool.run("append", input: Self.message("talk-p1", "p1", "late"))
    #expect(appended.code == 3, "\(appended.errors)")
    for words in [verified.text, appended.errors] {
      #expect(words.contains("log.db is older than vault.db"), "\(words)")
      #expect(words.contains("restore the newest copy of log.db, not vault.db"), "\(words)")
      #expect(!words.contains("restore vault.db"), "\(words)")
    }
    #expect(try tool.head() == head)
    // Nobody goes on with it, the erased are not found in it, and status says so without the key.
    for command in [
      ["import", "cloudevents", "/dev/null"], ["search", "hyacinth", "--purpose", "x"],
      ["party", "erase", "p2", "--reason", "x", "--yes"],
    ] {
      let output = try tool.run(command, input: [])
      #expect(output.code == 3 && output.text.isEmpty, "\(command): \(output.text)")
      #expect(output.errors.contains("log.db is older than vault.db"), "\(output.errors)")
    }
    #expect(try tool.json("status")["vault"]?.string?.contains("log.db is older") == true)
    #expect(try tool.head() == head)

    try Self.copy("log.db", from: newest, to: tool.store)
    #expect(try tool.json("status")["vault"] == .null)
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("another store's vault is said to be that, and not its key to be wrong")
  func foreignVault() throws {
    let tool = try Tool.hyacinths()
    let other = try Tool.hyacinths()
    let own = "\(tool.directory)/own"
    try Self.copy("vault.db", from: tool.store, to: own)
    try Self.copy("vault.db", from: other.store, to: tool.store)
    let head = try tool.head()
    for command in [
      ["append"], ["import", "cloudevents", "/dev/null"], ["search", "hyacinth", "--purpose", "x"],
      ["log", "--open", "--purpose", "x"], ["party", "erase", "p1", "--reason", "x", "--yes"],
      ["verify", "--open"],
    ] {
      let output = try tool.run(command, input: [])
      #expect(output.code == (command[0] == "verify" ? 1 : 3), "\(command): \(output.errors)")
      #expect(output.errors.contains("vault.db is another store's"), "\(output.errors)")
      #expect(output.errors.contains("put this log's own vault.db there"), "\(output.errors)")
    }
    #expect(try tool.head() == head)

    // One without any key is as little this log's, and has another master key.
    let fresh = try Tool()
    try Self.copy("vault.db", from: fresh.store, to: tool.store)
    #expect(try tool.run("append", input: []).errors.contains("vault.db is another store's"))

    // With the right vault it is the key that is wrong.
    try Self.copy("vault.db", from: own, to: tool.store)
    let output = try tool.run("append", "--master-key-file", "\(other.store)/master.key", input: [])
    #expect(output.code == 3 && output.errors.contains("not the vault's master key"))
    #expect(!output.errors.contains("none of the keys"))
  }

  @Test(
    "a key that was put back by hand after its erasure is destroyed by whatever has a key next",
    arguments: [["project"], ["append"], ["search", "hyacinth", "--purpose", "check"]])
  func revived(command: [String]) throws {
    let tool = try Tool.hyacinths()
    let path = "\(tool.store)/vault.db"
    let row = try #require(
      try RawDatabase(path).rows(
        "SELECT hex(key), hex(wrapped) FROM subject_key WHERE scope = 'conversation-talk-p1'"
      ).first)
    try tool.succeed("party", "erase", "p1", "--reason", "asked", "--yes")
    let query = "SELECT count(*) FROM subject_key WHERE wrapped IS NOT NULL AND key = x'\(row[0])'"
    #expect(try RawDatabase(path).value(query) == "0")
    try RawDatabase(path).execute(
      "UPDATE subject_key SET wrapped = x'\(row[1])' WHERE key = x'\(row[0])'")
    let found = try tool.run("verify")
    #expect(found.code == 1 && found.text.contains("`throughline project` destroys them"))

    let output = try tool.run(command, input: [])
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.errors.contains("1 key that an erasure had destroyed"), "\(output.errors)")
    #expect(output.errors.contains("destroyed again"), "\(output.errors)")
    #expect(try RawDatabase(path).value(query) == "0")
    #expect(try tool.json("verify")["ok"] == true)
    let again = try tool.run(command, input: [])
    #expect(again.code == 0 && !again.errors.contains("destroyed again"), "\(again.errors)")
  }
}
