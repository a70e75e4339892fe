import InteractionModel
import Testing

@testable import Projections

@Suite("Registers")
struct LatestTests {
  private func moment(_ time: Int64, _ position: Int64, initial: Bool = false) -> Moment {
    Moment(
      time: Instant(microseconds: time), position: Position(position), isInitial: initial)
  }

  @Test("The latest keeps the value of the greatest time, then of the greatest position")
  func latest() {
    var register = Latest<String>()
    #expect(register.value == nil)
    register.take("b", at: moment(20, 1))
    register.take("late delivery", at: moment(10, 2))
    #expect(register.value == "b")
    register.take("same time, later position", at: moment(20, 3))
    register.take(nil, at: moment(99, 4))
    #expect(register.value == "same time, later position")
  }

  @Test("The earliest keeps the value of the smallest time, then of the smallest position")
  func earliest() {
    var register = Earliest<Int64>()
    register.take(2, at: moment(20, 1))
    register.take(3, at: moment(20, 2))
    #expect(register.value == 2)
    register.take(1, at: moment(10, 3))
    #expect(register.value == 1)
  }

  @Test("An initial value gives way to any other, whatever the times")
  func initial() {
    var register = Latest<String>()
    register.take("assigned", at: moment(-5, 1))
    register.take("opened with", at: moment(50, 2, initial: true))
    #expect(register.value == "assigned")
  }

  @Test(
    "Registers survive JSON, with times beyond what JSON integers keep exactly",
    arguments: [0, -1, 1_772_438_400_000_000, -62_135_596_800_000_000, .max, .min] as [Int64])
  func roundTrip(time: Int64) throws {
    for initial in [false, true] {
      var latest = Latest<String>()
      latest.take("v", at: moment(time, 7, initial: initial))
      var earliest = Earliest<Int64>()
      earliest.take(9, at: moment(time, 7, initial: initial))
      let first = try JSONValue(parsing: latest.json.canonicalBytes)
      let second = try JSONValue(parsing: earliest.json.canonicalBytes)
      #expect(Latest(json: first) == latest)
      #expect(Earliest(json: second) == earliest)
    }
    #expect(Latest<String>(json: Latest<String>().json) == Latest<String>())
  }

  @Test(
    "JSON of another form is refused",
    arguments: [["x", 1, "v"], [1, 1], [1, 1, 1], [1, "x", "v"], "v", [:]] as [JSONValue])
  func malformed(json: JSONValue) {
    #expect(Latest<String>(json: json) == nil)
    #expect(Earliest<String>(json: json) == nil)
  }

  @Test("A set of strings is sorted by bytes and tells apart what looks the same")
  func stringSet() {
    let set = StringSet(["b", "a", "é", "e\u{301}", "a", "aa"])
    #expect(
      set.elements.map { Array($0.utf8) }
        == ["a", "aa", "b", "e\u{301}", "é"].map { Array($0.utf8) })
    #expect(StringSet(json: set.json) == set)
    #expect(StringSet(json: [1]) == nil)
    #expect(set.intersects(StringSet(["z", "b"])))
    #expect(!set.intersects(StringSet(["z"])))
  }
}
