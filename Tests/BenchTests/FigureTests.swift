import ArgumentParser
import Foundation
import Testing

@testable import throughline_bench

@Suite("Figures of the bench")
struct FigureTests {
  @Test("a figure is met at its target and not one step beside it")
  func goals() {
    #expect(Goal.ratioAtLeast(0.4).isMet(value: 1, ratio: 0.4))
    #expect(!Goal.ratioAtLeast(0.4).isMet(value: 1_000, ratio: 0.399))
    #expect(Goal.ratioAtMost(1).isMet(value: 50, ratio: 1))
    #expect(!Goal.ratioAtMost(1).isMet(value: 0.1, ratio: 1.001))
    #expect(Goal.valueAtMost(8_000).isMet(value: 8_000, ratio: 3))
    #expect(!Goal.valueAtMost(8_000).isMet(value: 8_001, ratio: 0.1))
  }

  @Test("a ratio that was not measured meets nothing")
  func unmeasured() {
    #expect(!Goal.ratioAtLeast(0).isMet(value: 1, ratio: nil))
    #expect(!Goal.ratioAtMost(1).isMet(value: 1, ratio: nil))
  }

  @Test("pairs give medians of values, limits and of the ratios pair by pair")
  func pairs() {
    let figure = Figure(
      .batch1000IntegerKey, pairs: [(10, 100), (40, 50), (30, 60)])
    #expect(figure.value == 30)
    #expect(figure.limit == 60)
    #expect(figure.ratio == 0.5)
    #expect(figure.isMet)
  }

  @Test("the list has exactly the members that are promised, null where there is no limit")
  func list() throws {
    let json = try ResultFile.json([
      Figure(.batch1TextKeys, pairs: [(1_234.56, 1_000)]), Figure(.stored, 1.3004),
    ])
    let list = try #require(JSONSerialization.jsonObject(with: json) as? [[String: Any]])
    let members: Set = ["name", "value", "unit", "limit", "ratio", "target", "met"]
    #expect(list.allSatisfy { Set($0.keys) == members })
    let first = try #require(list.first)
    #expect(first["name"] as? String == "append/batch-1-L2")
    #expect(first["value"] as? Double == 1_235)
    #expect(first["unit"] as? String == "events/s")
    #expect(first["limit"] as? Double == 1_000)
    #expect(first["ratio"] as? Double == 1.235)
    #expect(first["target"] as? Double == 0.8)
    #expect(first["met"] as? Bool == true)
    let second = try #require(list.last)
    #expect(second["limit"] is NSNull)
    #expect(second["ratio"] is NSNull)
    #expect(second["value"] as? Double == 1.3)
  }

  @Test("--only takes groups and names, and nothing else")
  func names() {
    #expect(FigureKind.named("scan") == [.scanDecoded, .scanOpened])
    #expect(FigureKind.named("rebuild/time") == [.rebuild])
    #expect(FigureKind.named("rebuild/") == nil)
    #expect(FigureKind.named("") == nil)
    #expect(
      FigureKind.groups == [
        "append", "import", "live", "scan", "proof", "rebuild", "replay", "question", "search",
        "answer",
      ])
  }

  @Test(
    "wrong arguments are refused",
    arguments: [
      ["--only", "append/batch"], ["--events", "999"], ["--rounds", "0"],
      ["--full", "--growth", "--keep", "x"],
      ["--only", "append/at-10x"], ["--growth", "--only", "scan"], ["--measure", "rebuild"],
      ["--surprise"],
    ])
  func usage(arguments: [String]) {
    let error = #expect(throws: (any Error).self) { try BenchCommand.parse(arguments) }
    #expect(error.map { BenchCommand.exitCode(for: $0) == .validationFailure } == true)
  }

  @Test("the table has a line a figure, says its target and whether it was reached")
  func table() {
    let lines = FigureTable(figures: [
      Figure(.batch1000IntegerKey, pairs: [(50_000, 200_000)]), Figure(.asOf, 3.2),
    ]).lines
    #expect(lines.count == 3)
    #expect(lines[1].contains("50000 events/s"))
    #expect(lines[1].contains("L1 200000"))
    #expect(lines[1].contains("≥ 0.400 ×"))
    #expect(lines[1].hasSuffix("NOT MET"))
    #expect(lines[2].contains("3.20 ms"))
    #expect(lines[2].hasSuffix("  met"))
  }

  @Test("the shape of a workload is told in one line")
  func shape() {
    let shape = WorkloadShape(
      events: 1_200, recordBytes: 551.2, conversations: 100, cases: 0, texts: 7)
    #expect(
      shape.text
        == "1200 events, 551 bytes a record, 12.0 events a conversation, – conversations a case, "
        + "7 texts")
  }
}
