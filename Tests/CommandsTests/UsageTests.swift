import Foundation
import InteractionModel
import Testing

@Suite("How the tool is called")
struct UsageTests {
  @Test("The store is named after the subcommand, before it, by the environment, or not at all")
  func store() throws {
    let tool = try Tool()
    for place in [Tool.Place.after, .before, .environment] {
      let output = try tool.run("status", "--json", store: place)
      #expect(output.code == 0, "\(output.errors)")
      #expect(try output.json["origin"] == "test.example/log")
    }
    // An option before the subcommand wins over the environment, as one after it does.
    // Only a store: what to do with it is missing.
    let nothing = try tool.run([], store: .before)
    #expect(nothing.code == 0 && nothing.text.hasPrefix("OVERVIEW"))
    let unknown = try tool.run("frobnicate", store: .before)
    #expect(unknown.code == 2 && unknown.errors.contains("frobnicate"), "\(unknown.errors)")
    let over = try tool.run(
      "status", store: .before, environment: ["THROUGHLINE_STORE": "sqlite:/nowhere"])
    #expect(over.code == 0)
    let absent = try tool.run("status", store: .nowhere)
    #expect(absent.code == 3)
    #expect(absent.errors.contains("throughline-data") && absent.errors.contains("init"))
    #expect(try tool.run("init", store: .nowhere).code == 0)
    #expect(FileManager.default.fileExists(atPath: "\(tool.directory)/throughline-data/log.db"))
    #expect(try tool.run("status", store: .nowhere).code == 0)
  }

  @Test("init creates once, finds again, and refuses another name")
  func create() throws {
    let tool = try Tool(initialised: false)
    let created = try tool.json("init", "--origin", "city.example/log")
    #expect(created["existed"] == false && created["origin"] == "city.example/log")
    let key = try Data(contentsOf: URL(filePath: "\(tool.store)/master.key"))
    let found = try tool.json("init")
    #expect(found["existed"] == true && found["origin"] == "city.example/log")
    let other = try tool.run("init", "--origin", "town.example/log")
    #expect(other.code == 3 && other.errors.contains("city.example/log"))
    #expect(try Data(contentsOf: URL(filePath: "\(tool.store)/master.key")) == key)
    let mode = try FileManager.default.attributesOfItem(atPath: "\(tool.store)/master.key")
    #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let birth = try tool.succeed("log").json
    #expect(birth["type"] == "log.created" && birth["position"] == 1)
  }

  @Test(
    "Wrong usage ends with 2 and says what is right",
    arguments: [
      (["frobnicate"], "frobnicate"),
      (["import", "fax", "file"], "cloudevents, csv, open311"),
      (["import"], "format"),
      (["case", "list", "--channel", "pigeon"], "the nearest: “video”"),
      (["case", "list", "--limit", "0"], "at least 1"),
      (["case", "list", "--opened-after", "yesterday"], "2026-03-02"),
      (["case", "show", "C-1", "--as-of", "@x"], "@"),
      (["case", "show", "C-1", "--as-of", "occurred:soon"], "2026-03-02"),
      (["case", "show", "C-1", "--as-of", "2026-03-02", "--zone", "Mars"], "America/New_York"),
      (["case", "timeline", "C-1", "--purpose", " "], "why"),
      (["log", "--open"], "--purpose"),
      (["log", "--purpose", "audit"], "--open"),
      (["log", "--id", "12"], "UUID"),
      (["log", "--case", "a", "--party", "b"], "one of"),
      (["project", "--only", "Weather"], "CaseState"),
      (["rebuild"], "names"),
      (["rebuild", "Weather"], "CaseState"),
      (["quarantine", "CaseState", "5"], "--reason"),
      (["quarantine", "CaseState", "0", "--reason", "x"], "start at 1"),
      (["replay", "--events"], "--case"),
      (["replay", "--until", "occurred:2026-03-02"], "--as-of"),
      (["simulate", "--events", "0", "--seed", "1"], "at least 1"),
      (["simulate", "--events", "5", "--seed", "1", "--start", "noon"], "RFC 3339"),
      (["init", "--origin", "two words"], "spaces"),
      (["status", "--store", "mysql:x"], "sqlite:DIRECTORY"),
      (["status", "--store", "sqlite:"], "the path of a directory"),
      (["status", "--master-key-file", "a", "--master-key-command", "b"], "not both"),
    ])
  func usage(arguments: [String], hint: String) throws {
    let tool = try Tool(initialised: false)
    let place: Tool.Place = arguments.contains("--store") ? .nowhere : .after
    let output = try tool.run(arguments, store: place)
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.standardOutput.isEmpty)
    #expect(output.errors.contains(hint), "\(output.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.store))
  }

  @Test(
    "What cannot be read ends with 3 and says what to do",
    arguments: [
      (["import", "cloudevents", "/nowhere/file"], "/nowhere/file"),
      (["import", "csv", "/dev/null"], "--mapping"),
      (["import", "csv", "/dev/null", "--mapping", "/nowhere.yaml"], "/nowhere.yaml"),
      (["case", "list"], "throughline project"),
      (["case", "show", "C-1"], "throughline project"),
      (["replay"], "throughline project"),
      (["quarantine", "CaseState", "77", "--reason", "x"], "ends at 1"),
      (
        ["import", "cloudevents", "/dev/null", "--master-key-file", "/nowhere.key"], "/nowhere.key"
      ),
      (["import", "cloudevents", "/dev/null", "--master-key-command", "exit 4"], "command"),
    ])
  func unreadable(arguments: [String], hint: String) throws {
    let output = try Tool(copying: Prepared.city.empty).run(arguments)
    #expect(output.code == 3, "\(output.code): \(output.errors)")
    #expect(output.errors.hasPrefix("throughline: ") && output.errors.contains(hint))
  }

  @Test("A case, field or position that is not there is refused by name")
  func absent() throws {
    let tool = try Prepared.city.tool
    let list = try tool.json("case", "list", "--limit", "1")["cases"]?.array
    let id = try #require(list?.first?["case"]?.string)
    for command in [["show", "nobody"], ["timeline", "nobody"], ["explain", "nobody"]] {
      let output = try tool.run(["case"] + command)
      #expect(output.code == 3 && output.errors.contains("nobody"), "\(output.errors)")
    }
    let field = try tool.run("case", "explain", id, "colour")
    #expect(field.code == 3 && field.errors.contains("status"), "\(field.errors)")
    let entry = try tool.run("case", "timeline", id, "--after", "1")
    #expect(entry.code == 3 && entry.errors.contains("position 1"), "\(entry.errors)")
  }

  @Test("What was typed cannot move the cursor when a message repeats it")
  func controls() throws {
    let tool = try Prepared.city.tool
    let nasty = "a\u{1B}[2Jb\u{7}c\u{202E}d"
    for arguments in [
      [nasty], ["case", "list", "--\(nasty)"], ["case", "list", "--channel", nasty],
      ["response", "list", "--status", nasty], ["case", "show", nasty],
    ] {
      let output = try tool.run(arguments)
      #expect([2, 3].contains(output.code), "\(output.errors)")
      #expect(output.errors.contains("\\u{1b}[2J"), "\(output.errors)")
      let hidden: Set<Unicode.Scalar> = ["\u{1B}", "\u{7}", "\u{202E}"]
      #expect(!output.errors.unicodeScalars.contains(where: hidden.contains))
      // The usage stands on lines of its own; which words a store has is known after it is opened.
      if output.code == 2, !arguments.contains("--status") {
        #expect(output.errors.contains("\nUsage: "))
      }
    }
  }

  @Test("The version and the help are what they were")
  func help() throws {
    let tool = try Tool(initialised: false)
    let version = try tool.run("--version", store: .nowhere)
    #expect(version.code == 0 && version.text == "throughline 0.1.0\n")
    let wide = ["COLUMNS": "80"]
    for arguments in [["--help"], ["help"], []] {
      let help = try tool.run(arguments, store: .nowhere, environment: wide)
      #expect(help.code == 0)
      #expect(help.text == UsageTests.rootHelp, "\(arguments)")
    }
    for name in [
      "init", "status", "import", "append", "simulate", "log", "project", "rebuild", "generation",
      "quarantine",
      "case", "conversation", "handoff", "party", "response", "find", "search", "similar",
      "access", "hold", "erasure",
      "replay", "verify", "checkpoint", "prove", "proof", "certificate", "witness", "tiles",
      "evidence",
      "redact", "backup", "restore", "key",
    ] {
      let help = try tool.run(name, "--help", store: .nowhere)
      #expect(help.code == 0 && help.text.contains("USAGE: throughline \(name)"), "\(name)")
      #expect(try tool.run("help", name, store: .nowhere).text == help.text)
      #expect(help.text.contains("\nEXAMPLE:\n  throughline \(name) "), "\(name)")
    }
  }

  private static let rootHelp = """
    OVERVIEW: One immutable log of every touch point, and proof of what follows
    from it.

    The store is a directory, named by --store or THROUGHLINE_STORE (default
    ./throughline-data).

    Exit codes: 0 ok, 1 found something wrong, 2 wrong usage, 3 the store, a file
    or the output cannot be read or written, 4 a certificate cannot be checked by
    this program, 130 interrupted (run the same command again to go on).

    USAGE: throughline <subcommand>

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.

    SUBCOMMANDS:
      init                    Create a store: log, vault and catalogue.
      status                  Show the log and how far its projections are.
      import                  Append what files say. Importing twice adds nothing;
                              an interrupted import goes on.
      append                  Append CloudEvents from standard input (JSON Lines,
                              or one JSON array).
      simulate                Write the touch points of an invented city as
                              CloudEvents; same seed, same bytes.
      log                     Print records, one canonical JSON line each, exactly
                              as hashed.
      project                 Bring the projections up to date with the log.
      rebuild                 Build projections from the log again beside the live
                              ones, then switch over.
      generation              Show the builds of projections, and go back to the
                              one before.
      quarantine              Make a projection skip one record; that decision is
                              recorded in the log.
      case                    List, show, follow and explain cases.
      conversation            List, show, follow and explain conversations.
      handoff                 List, show, follow and explain hand-offs, and where
                              continuity was lost.
      party                   List, show and follow parties: what is known of them,
                              and what they contacted us about.
      response                List and show codified answers, where they were used
                              and how that ended.
      find                    Find whom a number, an address, a name or an id
                              belongs to.
      search                  Find what was written and said, best match first.
      similar                 Find conversations that use the same telling words as
                              a given one.
      access                  Account for who read what, and for what purpose.
      hold                    Keep a party, a case or a conversation from being
                              erased.
      erasure                 Account for what was erased.
      replay                  Fold the log from zero into scratch space and compare
                              with the live read models.
      verify                  Check every record and every index of the log; exit
                              code 1 names the first bad one.
      checkpoint              Sign the log's origin, size and root, keep that for
                              ever and print it.
      prove                   Prove that the log has a record, or a state, to
                              whoever has neither log nor trust.
      proof                   Check proofs.
      certificate             Check certificates.
      witness                 Cosign the checkpoints of other logs, or have this
                              one's cosigned.
      tiles                   Give the log to other people's tools.
      evidence                Write the records of a case, a conversation or a
                              party as an archive that proves itself.
      redact                  Prepare what is withheld from evidence.
      backup                  Copy the store to a folder while it is used; again,
                              only what has come since.
      restore                 Make a store of a backup, verified before anybody can
                              open it.
      key                     Look after the keys.
      vocabulary              Show what events there are, their fields, and what is
                              made of them.

      See 'throughline help <subcommand>' for detailed help.

    """
}
