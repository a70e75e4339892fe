import Foundation
import InteractionModel
import Simulation
import Testing

@Suite("A city is simulated into a file or a store")
struct SimulateTests {
  private static let command = ["simulate", "--events", "3000", "--seed", "5", "--json", "--quiet"]

  @Test("Into a store that is not there yet; the same seed again adds nothing")
  func intoTwice() throws {
    let tool = try Tool(initialised: false)
    let command = SimulateTests.command + ["--into", tool.store, "--duplicates", "20"]
    let first = try tool.run(command, store: .nowhere)
    #expect(first.code == 0, "\(first.errors)")
    let doubled = try first.json["duplicateDeliveries"]?.int ?? 0
    #expect(doubled > 20)
    #expect(try first.json["new"] == 3_000 && first.json["known"]?.int == doubled)
    // The birth of the log stands before them.
    #expect(try tool.head() == 3_001)

    let second = try tool.run(command, store: .nowhere)
    #expect(second.code == 0, "\(second.errors)")
    #expect(try second.json["new"] == 0 && second.json["known"]?.int == 3_000 + doubled)
    #expect(try tool.head() == 3_001)
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("Killed at any moment and run again, it goes on and ends as if nothing had happened")
  func killed() throws {
    let tool = try Tool()
    let command = [
      "simulate", "--events", "8000", "--seed", "5", "--json", "--quiet", "--into",
      "sqlite:\(tool.store)",
    ]
    let running = try tool.start(command, store: .nowhere)
    _ = running.hasEnded(within: 900)
    running.send(SIGKILL)
    #expect([0, 137].contains(try running.finish().code))
    let before = try tool.head()
    let again = try tool.run(command, store: .nowhere)
    #expect(again.code == 0, "\(again.errors)")
    #expect(try again.json["new"]?.int == 8_001 - before)
    #expect(try tool.head() == 8_001)
    let ids = try tool.succeed("log").jsonLines.compactMap { $0["id"]?.string }
    var expected = Simulator(seed: 5, options: SimulationOptions(events: 8_000))
    var place = 1
    while let event = expected.next() {
      #expect(ids[place] == event.id.description)
      place += 1
    }
    #expect(place == ids.count)
  }

  @Test("A file and a store get the same events")
  func sameEvents() throws {
    let tool = try Tool()
    let file = "\(tool.directory)/city.jsonl"
    try tool.succeed("simulate", "--events", "500", "--seed", "9", "--out", file, "--quiet")
    try tool.succeed("import", "cloudevents", file, "--quiet")
    let run = try tool.run(
      ["simulate", "--events", "500", "--seed", "9", "--into", tool.store, "--json"],
      store: .nowhere)
    #expect(try run.json["new"] == 0 && run.json["known"] == 500)
  }

  @Test("Rates are set by name and printed beside what came of them")
  func rates() throws {
    let tool = try Tool(initialised: false)
    let file = "\(tool.directory)/city.jsonl"
    let asked = ["--rate", "repeatAsks=900", "--rate", "lateDeliveries=30", "--out", file]
    let json = try tool.run(SimulateTests.command + asked, store: .nowhere).json
    #expect(json["rates"]?["repeatAsks"] == 900 && json["rates"]?["lateDeliveries"] == 30)
    #expect(json["seed"] == "5" && (json["lateDeliveries"]?.int ?? 0) > 40)
    let text = try tool.run(
      ["simulate", "--events", "3000", "--seed", "5"] + asked, store: .nowhere)
    #expect(text.text.contains("asked again for what could be seen"))
    #expect(text.text.contains("900 ‰") && text.text.contains("seed 5"))
  }

  @Test(
    "Wrong options say what is right",
    arguments: [
      (["--rate", "nonsense=1"], "no rate"), (["--rate", "optOuts=1001"], "0 to 1000"),
      (["--rate", "optOuts"], "NAME=PER-MILLE"), (["--out", "x", "--into", "y"], "not both"),
      (["--into", "ftp://city"], "sqlite:DIRECTORY"),
    ])
  func usage(options: [String], says: String) throws {
    let tool = try Tool(initialised: false)
    let run = try tool.run(["simulate", "--events", "5"] + options, store: .nowhere)
    #expect(run.code == 2)
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  @Test("A disk that is full is said so", arguments: [5, 50_000])
  func full(events: Int) throws {
    let tool = try Tool(initialised: false)
    let run = try tool.run(
      ["simulate", "--events", "\(events)", "--out", "/dev/full", "--quiet"], store: .nowhere)
    #expect(run.code == 3)
    #expect(run.errors.contains("“/dev/full” cannot be written"), "\(run.errors)")
  }

  @Test("A newcomer is told what there is to see")
  func help() throws {
    let tool = try Tool(initialised: false)
    let help = try tool.run(["simulate", "--help"], store: .nowhere).text
    for word in ["--into", "--seed", "--rate", "Port Alder", "goes on where it stopped"] {
      #expect(help.replacing("\n", with: " ").contains(word), "\(word)")
    }
  }
}
