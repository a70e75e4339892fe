import Foundation
import InteractionModel
import Testing

@Suite("A store that cannot be written")
struct ReadOnlyStoreTests {
  private static let reading =
    ReadingCommands.all.map { $0.joined(separator: " ") } + ["verify --open"]

  /// Each line of a script's output: a command, its exit code, and where the log ends for it.
  private static func codes(_ output: Output) -> [String: String] {
    output.text.split(separator: "\n").reduce(into: [:]) { codes, line in
      let parts = line.split(separator: "|", maxSplits: 1).map(String.init)
      if parts.count == 2 { codes[parts[0]] = parts[1] }
    }
  }

  private static func runs(_ commands: [String], _ place: String) -> String {
    commands.map { command in
      "tool \(command) >/dev/null 2>\"$errors\"; echo \"\(place) \(command)|$?|$(cat \"$errors\")\" | tr '\\n' ' '; echo"
    }.joined(separator: "\n")
  }

  @Test(
    "on a read-only mount is read by every command, the WAL included; opening text and appending say why not",
    .enabled(if: Mounts.areAllowed, Mounts.comment))
  func readOnlyMount() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    // Somebody reads, so that what is appended stays in the WAL.
    let reader = try tool.rawLog()
    try reader.execute("BEGIN; SELECT count(*) FROM record")
    try tool.succeed("append", input: cloudEvent("case.opened", case: "in-the-WAL"))
    let head = try tool.head()
    let copy = try Tool(copying: tool)
    try reader.execute("COMMIT")
    let output = try copy.script(
      """
      errors="/tmp/throughline-errors-$$"
      mount --bind "$store" "$store"
      mount -o remount,bind,ro "$store"
      set +e
      \(Self.runs(Self.reading, "ro"))
      \(Self.runs(
        ["project", "import cloudevents /dev/null", "log --open --purpose audit"], "ro"))
      echo "head|$(tool status --json)"
      rm -f "$errors"
      """)
    #expect(output.code == 0, "\(output.errors)")
    let codes = Self.codes(output)
    for command in Self.reading {
      #expect(codes["ro \(command)"]?.hasPrefix("0|") == true, "\(command): \(codes)")
      #expect(codes["ro \(command)"]?.contains("not looked at") == false, "\(command): \(codes)")
    }
    for command in ["project", "import cloudevents /dev/null", "log --open --purpose audit"] {
      let said = codes["ro \(command)"] ?? ""
      #expect(said.hasPrefix("3|"), "\(command): \(said)")
      #expect(said.contains("read-only"), "\(command): \(said)")
    }
    #expect(codes["ro log --open --purpose audit"]?.contains("account") == true)
    #expect(codes["head"]?.contains("\"head\":\(head)") == true)
    // Nothing is left behind, and everything goes on.
    try copy.succeed("append", input: cloudEvent("case.opened", case: "again"))
    #expect(try copy.head() == head + 1)
  }

  @Test("that was closed is left as it was by every command that reads")
  func leavesNothing() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let before = try tool.files()
    for command in Self.reading {
      let output = try tool.run(command.split(separator: " ").map(String.init))
      #expect(output.code == 0, "\(command): \(output.errors)")
      #expect(try tool.files() == before, "\(command)")
    }
  }

  @Test(
    "on a full disk is read by every command; what writes says so and recovers by itself",
    .enabled(if: Mounts.areAllowed, Mounts.comment))
  func fullDisk() throws {
    let tool = try Tool()
    let events = (0..<40).flatMap { cloudEvent("case.opened", case: "C-\($0)") }
    try tool.succeed("append", input: events)
    try tool.succeed("project")
    try tool.succeed(
      "append", input: (0..<400).flatMap { cloudEvent("case.opened", case: "D-\($0)") })
    let output = try tool.script(
      """
      errors="/tmp/throughline-errors-$$"; copy="/tmp/throughline-copy-$$"
      cp -r "$store" "$copy"
      mount -t tmpfs -o size=24m none "$store"
      cp -r "$copy/." "$store/"
      rm -rf "$copy"
      dd if=/dev/zero of="$store/filler" bs=4k 2>/dev/null || true
      set +e
      \(Self.runs(Self.reading, "full"))
      \(Self.runs(["project", "import cloudevents /dev/null"], "full"))
      rm "$store/filler"
      \(Self.runs(["project", "case list", "replay"], "free"))
      rm -f "$errors"
      """)
    #expect(output.code == 0, "\(output.errors)")
    let codes = Self.codes(output)
    for command in Self.reading {
      #expect(codes["full \(command)"]?.hasPrefix("0|") == true, "\(command): \(codes)")
    }
    let said = codes["full project"] ?? ""
    #expect(said.hasPrefix("3|") && said.contains("free some disk space"), "\(said)")
    #expect(!said.contains("damaged"), "\(said)")
    for command in ["project", "case list", "replay"] {
      #expect(codes["free \(command)"]?.hasPrefix("0|") == true, "\(command): \(codes)")
    }
  }

  @Test(
    "that is somebody else's is read by whoever may read it",
    .enabled(if: Mounts.areAllowed, Mounts.comment))
  func somebodyElse() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let output = try tool.script(
      """
      errors="/tmp/throughline-errors-$$"
      chmod -R a+rX "$store" "$(dirname "$store")"
      touch "$errors"; chmod a+w "$errors"
      set +e
      tool() { setpriv --reuid 65534 --regid 65534 --clear-groups "$program" "$@" --store "sqlite:$store"; }
      \(Self.runs(Self.reading, "nobody"))
      \(Self.runs(["project"], "nobody"))
      rm -f "$errors"
      """)
    let codes = Self.codes(output)
    // Nobody else may read the vault.
    for command in Self.reading where command != "verify --open" {
      #expect(codes["nobody \(command)"]?.hasPrefix("0|") == true, "\(command): \(codes)")
    }
    let said = codes["nobody project"] ?? ""
    #expect(said.hasPrefix("3|") && said.contains("somebody else"), "\(said)")
  }
}
