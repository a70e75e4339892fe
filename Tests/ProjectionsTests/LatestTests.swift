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
    "Registers are read back as they were written, whatever the times",
    arguments: [0, -1, 1_772_438_400_000_000, -62_135_596_800_000_000, .max, .min] as [Int64])
  func roundTrip(time: Int64) throws {
    for initial in [false, true] {
      var latest = Latest<String>()
      latest.take("v", at: moment(time, 7, initial: initial))
      var earliest = Earliest<Int64>()
      earliest.take(9, at: moment(time, 7, initial: initial))
      #expect(try reread(latest) == latest)
      #expect(try reread(earliest) == earliest)
    }
    #expect(try reread(Latest<String>()) == Latest<String>())
  }

  @Test(
    "Numbers have one spelling, whatever their size",
    arguments: [0, 1, -1, 63, 64, -65, 1 << 40, .max, .min] as [Int64])
  func numbers(value: Int64) throws {
    let bytes = StateWriter.bytes(of: value)
    #expect(try StateReader.value(of: bytes) == value)
    // The same number with a last byte that adds nothing.
    var longer = bytes
    longer[longer.count - 1] |= 0x80
    longer.append(0)
    #expect(throws: StateDecodingError.self) { try StateReader.value(of: longer) as Int64 }
  }

  @Test(
    "Bytes of another form are refused",
    arguments: [
      [], [2], [1, 2], [1, 0, 2, 9, 0x61], [1, 0, 2, 1, 0xFF], [0, 0], [1, 0x80],
      [1] + [UInt8](repeating: 0xFF, count: 10),
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) {
    #expect(throws: StateDecodingError.self) {
      try StateReader.value(of: bytes) as Latest<String>
    }
  }

  @Test("A set of strings is sorted by bytes and tells apart what looks the same")
  func stringSet() throws {
    let set = StringSet(["b", "a", "é", "e\u{301}", "a", "aa"])
    #expect(
      set.elements.map { Array($0.utf8) }
        == ["a", "aa", "b", "e\u{301}", "é"].map { Array($0.utf8) })
    #expect(try reread(set) == set)
    // Neither out of order nor doubled.
    for elements in [["b", "a"], ["a", "a"]] {
      #expect(throws: StateDecodingError.self) {
        try StateReader.value(of: StateWriter.bytes(of: elements)) as StringSet
      }
    }
    #expect(set.intersects(StringSet(["z", "b"])))
    #expect(!set.intersects(StringSet(["z"])))
  }
}
