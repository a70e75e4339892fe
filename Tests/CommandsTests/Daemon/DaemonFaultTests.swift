import Foundation
import InteractionModel
import Testing

@Suite("A daemon that nobody is kind to", .timeLimit(.minutes(30)))
struct DaemonFaultTests {
  @Test(
    "on a disk that is full says so while appends are refused and reads go on, and goes on by itself",
    .enabled(if: Mounts.areAllowed, Mounts.comment))
  func fullDisk() throws {
    let tool = try Tool()
    let first = (0..<40).flatMap { cloudEvent("case.opened", case: "C-\($0)") }
    try tool.succeed("append", input: first)
    let more = try tool.write(
      (0..<6_000).flatMap { cloudEvent("case.opened", case: "D-\($0)") }, as: "more")
    let few = try tool.write(cloudEvent("case.opened", case: "E-1"), as: "few")
    let output = try tool.script(
      """
      daemon="\(Tool.built("throughline-daemon"))"; copy="/tmp/throughline-copy-$$"
      cp -r "$store" "$copy"
      mount -t tmpfs -o size=32m none "$store"
      cp -r "$copy/." "$store/"
      rm -rf "$copy"
      "$daemon" serve --listen 127.0.0.1:0 --store "$store" 2> daemon.log &
      process=$!
      trap 'kill -9 $process' EXIT
      # Waits until the store is as far as the log, at most two minutes.
      level() {
        for i in $(seq 240); do
          if tool status --check > /dev/null 2>&1; then return 0; fi
          kill -0 $process || return 1
          sleep 0.5
        done
        return 1
      }
      level && echo "begins level"
      dd if=/dev/zero of="$store/filler" bs=64k 2> /dev/null || true
      dd if=/dev/zero of="$store/rest" bs=4k 2> /dev/null || true
      set +e
      tool append < "\(more)" > /dev/null 2> refused; echo "append $?"
      tool case list > /dev/null 2>&1; echo "read $?"
      sleep 2
      kill -0 $process && echo "lives"
      rm "$store/filler" "$store/rest"
      tool append < "\(few)" > /dev/null; echo "again $?"
      level && echo "ends level"
      tool replay --quiet > /dev/null; echo "replay $?"
      tool verify --quiet > /dev/null; echo "verify $?"
      kill -TERM $process; wait $process; echo "ended $?"
      trap - EXIT
      """)
    let log = (try? String(contentsOfFile: "\(tool.directory)/daemon.log", encoding: .utf8)) ?? ""
    for line in [
      "begins level", "append 3", "read 0", "lives", "again 0", "ends level", "replay 0",
      "verify 0",
      "ended 0",
    ] {
      #expect(output.text.contains("\(line)\n"), "\(line): \(output.text)\(output.errors)\(log)")
    }
    let refused = try String(contentsOfFile: "\(tool.directory)/refused", encoding: .utf8)
    #expect(refused.contains("free some disk space"), "\(refused)")
  }

  @Test(
    "where nothing can be written does not begin, and says why",
    .enabled(if: Mounts.areAllowed, Mounts.comment))
  func readOnly() throws {
    let tool = try Tool()
    try tool.succeed("append", input: cloudEvent("case.opened", case: "C-1"))
    try tool.succeed("project")
    let output = try tool.script(
      """
      mount --bind "$store" "$store"
      mount -o remount,bind,ro "$store"
      set +e
      "\(Tool.built("throughline-daemon"))" serve --listen 127.0.0.1:0 --store "$store" 2> daemon.log
      echo "serve $?"
      "\(Tool.built("throughline-daemon"))" check-config --store "$store"; echo "check $?"
      """)
    #expect(output.text.contains("serve 3\n"), "\(output.text)\(output.errors)")
    let log = try String(contentsOfFile: "\(tool.directory)/daemon.log", encoding: .utf8)
    #expect(log.contains("who may write"), "\(log)")
    #expect(output.text.contains("check 1\n") && output.text.contains("cannot be written"))
  }

  /// Fifty times with `Tools/test --full`.
  @Test("and is killed again and again, while others are: all that was acknowledged is there, once")
  func killed() throws {
    let tool = try Tool()
    var random = SystemRandomNumberGenerator()
    var daemons = [try RunningDaemon(tool), try RunningDaemon(tool)]
    var acknowledged: Set<String> = []
    for round in 0..<(isFull ? 50 : 4) {
      let events = (0..<40).map { "K-\(round)-\($0)" }
      let input = events.flatMap { cloudEvent("case.opened", id: id(of: $0), case: $0) }
      let append = try tool.start(["append", "--quiet"], input: .file(try tool.write(input)))
      // It is killed at any moment of the append, which is not to be foreseen.
      usleep(UInt32.random(in: 0..<400_000, using: &random))
      daemons[0].process.send(SIGKILL)
      _ = try? daemons.removeFirst().process.finish()
      // Every third time whoever appends is killed as well: nothing was acknowledged to them.
      if round % 3 == 2 { append.send(SIGKILL) }
      if try append.finish().code == 0 { acknowledged.formUnion(events.map(id)) }
      daemons.append(try RunningDaemon(tool))
    }
    let head = try tool.head()
    try daemons[0].awaits { status, said in
      status == 200 && said["head"]?.int == head
        && (said["kept"]?.array ?? []).allSatisfy { $0["position"]?.int == head }
    }
    #expect(try tool.run("status", "--check").code == 0)
    let ids = try tool.succeed("log", "--json").text.split(separator: "\n").compactMap {
      try JSONValue(parsing: Array($0.utf8))["id"]?.string
    }
    #expect(Set(ids).count == ids.count)
    #expect(acknowledged.isSubset(of: Set(ids)) && !acknowledged.isEmpty)
    #expect(try tool.run("verify").code == 0)
    #expect(try tool.json("replay")["equal"] == true)
  }

  /// An id that follows from a name.
  private func id(of name: String) -> String {
    let digits = name.utf8.reduce(into: UInt64(7)) { $0 = ($0 &* 1_000_003) ^ UInt64($1) }
    let text = String(digits, radix: 16)
    let padded = String(repeating: "0", count: 16 - text.count) + text
    return
      "00000000-0000-4\(padded.prefix(3))-8\(padded.dropFirst(3).prefix(3))-\(padded.suffix(12))"
  }
}
