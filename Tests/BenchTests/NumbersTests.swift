import Testing

@testable import throughline_bench

@Suite("Numbers of the bench")
struct NumbersTests {
  @Test(
    "the median is the middle value, or between the two middle ones",
    arguments: [([], 0), ([3], 3), ([9, 1, 5], 5), ([4, 1, 3, 2], 2.5)] as [([Double], Double)])
  func median(values: [Double], expected: Double) {
    #expect(Numbers.median(values) == expected)
  }

  @Test("a percentile is a value that was measured, by the nearest rank")
  func percentile() {
    let values = (1...200).map(Double.init).shuffled()
    #expect(Numbers.percentile(50, of: values) == 100)
    #expect(Numbers.percentile(99, of: values) == 198)
    #expect(Numbers.percentile(100, of: values) == 200)
    #expect(Numbers.percentile(0, of: values) == 1)
    #expect(Numbers.percentile(99, of: [7]) == 7)
    #expect(Numbers.percentile(99, of: []) == 0)
  }

  @Test(
    "numbers are short and never have an exponent",
    arguments: [
      (0, "0.000"), (0.0421, "0.042"), (0.9999, "1.00"), (1.3049, "1.30"), (12.34, "12.3"),
      (99.96, "100"), (1_234_567.4, "1234567"), (-2.5, "-2.50"), (.infinity, "0.000"),
    ] as [(Double, String)])
  func short(value: Double, text: String) {
    #expect(Numbers.short(value) == text)
  }

  @Test("magnitudes are grouped, shortened and rounded up for axes")
  func magnitudes() {
    #expect(Magnitude.grouped(1_234_567) == "1,234,567")
    #expect(Magnitude.grouped(1_000) == "1,000")
    #expect(Magnitude.grouped(12.34) == "12.3")
    #expect(Magnitude.short(100_000) == "100 k")
    #expect(Magnitude.short(10_000_000) == "10 M")
    #expect(Magnitude.short(2_500) == "2.5 k")
    #expect(Magnitude.short(0) == "0")
    #expect(Magnitude.ceiling(0) == 1)
    #expect(Magnitude.ceiling(0.03) == 0.05)
    #expect(Magnitude.ceiling(173) == 200)
    #expect(Magnitude.ceiling(200) == 200)
    #expect(Magnitude.ceiling(501) == 1_000)
  }

  @Test("a sample keeps everything while there is room, and the same of many for the same seed")
  func sample() {
    func taken(_ limit: Int, of elements: Range<Int>, seed: UInt64) -> [Int] {
      var generator = SeededGenerator(seed: seed)
      var sample = Sample<Int>(limit: limit)
      for element in elements { sample.offer(element, by: &generator) }
      return sample.elements
    }
    #expect(taken(5, of: 1..<4, seed: 1) == [1, 2, 3])
    let sample = taken(10, of: 0..<1_000, seed: 7)
    #expect(sample == taken(10, of: 0..<1_000, seed: 7))
    #expect(Set(sample).count == 10)
    #expect(sample.contains { $0 >= 10 })
  }
}
