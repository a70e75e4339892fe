import Foundation
import InteractionModel
import Testing

/// Every option that takes a number, with numbers that nobody means: an answer or an error.
@Suite("Extreme numbers")
struct ExtremeNumberTests {
  private static let numbers = [
    "9223372036854775807", "9223372036854775806", "4611686018427387904", "9223372036854775808",
    "18446744073709551615", "-9223372036854775808", "-9223372036854775809", "-1", "0", "1",
    "99999999999999999999999999999999", "1e9", "+1", "0x10", "nan", "-inf", "1.5", "１２", "",
  ]

  /// Things of the prepared city that commands ask for by name.
  private static let names = Result {
    let tool = try Prepared.city.tool
    func first(_ list: String, _ member: String) throws -> String {
      let answer = try tool.json(list, "list", "--limit", "1")
      let id = answer[member]?.array?.first?[list]?.string
      return try #require(id)
    }
    return [
      "CASE": try first("case", "cases"),
      "CONVERSATION": try first("conversation", "conversations"),
      "HANDOFF": try first("handoff", "handoffs"), "PARTY": try first("party", "parties"),
      "RESPONSE": try first("response", "responses"),
    ]
  }

  /// Commands; `#` is where the number goes.
  static let commands = [
    "case list --limit=#", "case list --limit=# --json", "conversation list --limit=#",
    "handoff list --limit=#", "handoff list --finding=repeat_ask --limit=#",
    "handoff list --open-only --limit=#", "party list --limit=#", "response list --limit=#",
    "response show RESPONSE --limit=#", "case timeline CASE --limit=#",
    "case timeline CASE --after=#", "conversation timeline CONVERSATION --limit=#",
    "conversation timeline CONVERSATION --after=#", "conversation show CONVERSATION --limit=#",
    "conversation show CONVERSATION --after=#", "handoff timeline HANDOFF --limit=#",
    "handoff timeline HANDOFF --after=#", "party timeline PARTY --limit=#",
    "party timeline PARTY --after=#", "log --limit=#", "log --after=#", "log --reverse --after=#",
    "log --reverse --limit=#", "log --case=CASE --after=#", "log --case=CASE --limit=#",
    "log --reverse --party=PARTY --after=#", "log --reverse --stream=log --after=#",
    "search water --purpose=audit --limit=#", "similar CONVERSATION --purpose=audit --limit=#",
    "verify --limit=#",
    "quarantine CaseState --reason=x -- #", "case show CASE --as-of=@#",
    "case explain CASE --as-of=@#", "case timeline CASE --as-of=@#",
    "conversation show CONVERSATION --as-of=@#", "conversation explain CONVERSATION --as-of=@#",
    "handoff show HANDOFF --as-of=@#", "handoff explain HANDOFF --as-of=@#",
    "party show PARTY --as-of=@#", "party timeline PARTY --as-of=@#", "replay --until=@#",
    "replay --events --case=CASE --until=@#", "case list --opened-after=#",
    "case list --opened-before=#-01-01", "case show CASE --as-of=recorded:#-01-01",
    "case show CASE --as-of=occurred:#-12-31T23:59:59Z", "replay --until=#-12-31",
  ]

  @Test("A list, a page or a point in history answers or refuses", arguments: commands)
  func reading(command: String) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let names = try Self.names.get()
    for number in Self.numbers {
      let named = names.reduce(command) { $0.replacing($1.key, with: $1.value) }
      let words = named.split(separator: " ").map { String($0.replacing("#", with: number)) }
      let output = try tool.run(words + (command.contains(" -- ") ? [] : ["--quiet"]))
      #expect(
        (0...3).contains(output.code), "\(words): \(output.code) \(output.errors.prefix(300))")
      // Who asks for everything gets what there is.
      if command.contains("--limit=#"), number == Self.numbers[0] {
        #expect(output.code == 0, "\(words): \(output.errors)")
        let most = try tool.run(words.map { $0.replacing(number, with: "100000") })
        #expect(output.standardOutput == most.standardOutput)
      }
    }
  }

  @Test("Fewer than one of anything is no limit", arguments: commands)
  func limits(command: String) throws {
    guard command.contains("--limit=#") else { return }
    let tool = try Prepared.city.tool
    for number in ["0", "-1"] {
      let words = command.split(separator: " ").map { String($0.replacing("#", with: number)) }
      let output = try tool.run(words)
      #expect(output.code == 2 && output.errors.contains("at least 1"), "\(output.errors)")
    }
  }

  @Test(
    "The city is simulated or the number refused",
    arguments: [
      "--events=#", "--events=5 --seed=#", "--events=5 --duplicates=#", "--events=5 --late-links=#",
      "--events=5 --out-of-order=#", "--events=5 --rate=repeatAsks=#",
      "--events=5 --start=#-01-01T00:00:00Z", "--events=5 --start=#",
    ])
  func simulating(options: String) throws {
    let tool = try Tool(initialised: false)
    for number in Self.numbers + ["1000000000000", "1000000000001"] {
      let words = options.split(separator: " ").map { String($0.replacing("#", with: number)) }
      // A few lines of what might be endless.
      let output = try tool.run(
        ["simulate", "--quiet"] + words, store: .nowhere,
        shell: "{ \"$@\"; echo $? >code; } | head -5")
      let code = try String(contentsOfFile: "\(tool.directory)/code", encoding: .utf8)
      #expect(["0\n", "2\n"].contains(code), "\(words): \(code) \(output.errors.prefix(300))")
      #expect(code == "2\n" || !output.lines.isEmpty)
    }
  }

  @Test("It begins in a year that leaves room on both sides")
  func years() throws {
    let tool = try Tool(initialised: false)
    for (start, code) in [
      ("1899-12-31T23:59:59Z", 2), ("1900-01-01T00:00:00Z", 0), ("8999-12-31T23:59:59Z", 0),
      ("9000-01-01T00:00:00Z", 2), ("0000-01-01T00:00:00Z", 2), ("9999-12-31T23:59:59Z", 2),
    ] as [(String, Int32)] {
      let output = try tool.run(
        ["simulate", "--events", "2000", "--start", start], store: .nowhere)
      #expect(output.code == code, "\(start): \(output.errors)")
    }
  }

  @Test(
    "Numbers that somebody wrote into the files are found or refused",
    arguments: [
      ("log.db", "record", "INSERT INTO record VALUES(9223372036854775807, 1, x'00', x'00')"),
      ("log.db", "record", "INSERT INTO record VALUES(-9223372036854775808, 1, x'00', x'00')"),
      ("log.db", "record", "UPDATE record SET recorded = -9223372036854775808 WHERE position = 9"),
      ("log.db", "record", "UPDATE record SET recorded = 9223372036854775807 WHERE position = 9"),
      (
        "log.db", "entity",
        """
        UPDATE entity SET number = 9223372036854775807
        WHERE number = (SELECT max(number) FROM entity)
        """
      ),
      ("catalogue.db", "", "UPDATE generation SET generation = 9223372036854775807"),
      ("catalogue.db", "", "UPDATE lease SET epoch = 9223372036854775806"),
      (
        "catalogue.db", "",
        "INSERT INTO rebuild_request VALUES ('CaseState', 'asked', 9223372036854775807, NULL)"
      ),
      ("projections/CaseState-1.db", "", "UPDATE meta SET checkpoint = -9223372036854775808"),
      ("projections/CaseState-1.db", "", "UPDATE meta SET checkpoint = 9223372036854775807"),
      ("projections/CaseState-1.db", "", "UPDATE meta SET links_through = -9223372036854775808"),
    ])
  func written(file: String, table: String, sql: String) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let database = try RawDatabase("\(tool.store)/\(file)")
    if table.isEmpty { try database.execute(sql) } else { try database.alter(table, sql) }
    for command in [
      ["verify"], ["status"], ["log", "--limit", "2"], ["log", "--reverse", "--limit", "2"],
      ["case", "list", "--limit", "2"], ["project"],
      ["replay", "--until", "recorded:2030-01-01"], ["replay"], ["rebuild", "CaseState"],
      ["append"], ["verify"],
    ] {
      let output = try tool.run(command + ["--quiet"])
      #expect(
        (0...3).contains(output.code), "\(command): \(output.code) \(output.errors.prefix(300))")
    }
    if file == "log.db" { #expect(try tool.run("verify", "--quiet").code == 1) }
  }
}
