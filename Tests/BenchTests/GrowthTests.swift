import Foundation
import FoundationXML
import Testing

@testable import throughline_bench

@Suite("Growth as text and as a picture")
struct GrowthTests {
  private func points(_ what: Work, _ rates: [Int]) -> [GrowthPoint] {
    zip([1_000, 10_000, 100_000], rates).map { events, rate in
      GrowthPoint(
        Measured(
          what: what, events: events, seconds: 2, count: rate * 2, peakMemory: 150_000_000,
          written: Double(rate) * 3_000, p99: what == .search ? 4.25 : nil))
    }
  }

  @Test("a point has rate, peak and bytes an event")
  func point() throws {
    let point = try #require(points(.fill, [500]).first)
    #expect(point.rate == 500)
    #expect(point.memoryMB == 150)
    #expect(point.written == 1_500)
  }

  @Test("sizes are ten times each other, and too small ones are left out")
  func sizes() {
    #expect(GrowthBench.sizes(upTo: 10_000_000) == [100_000, 1_000_000, 10_000_000])
    #expect(GrowthBench.sizes(upTo: 10_000) == [1_000, 10_000])
  }

  @Test("bars are as long as the share of the most, and never empty for something")
  func bars() {
    #expect(GrowthText.bar(10, of: 10).count == 24)
    #expect(GrowthText.bar(5, of: 10).count == 12)
    #expect(GrowthText.bar(0.001, of: 10).count == 1)
    #expect(GrowthText.bar(0, of: 10).isEmpty)
    #expect(GrowthText.bar(1, of: 0).isEmpty)
  }

  @Test("the text has a line for each point")
  func text() {
    let lines = GrowthText(points: points(.fill, [50_000, 40_000, 30_000]) + points(.search, [9]))
      .lines
    #expect(lines.count == 5)
    #expect(lines[1].contains("50,000/s"))
    #expect(lines[3].contains("100 k"))
    #expect(lines[4].contains("9.00/s"))
    #expect(lines[4].hasSuffix("4.25 ms"))
  }

  @Test("the picture is well-formed, with every value, both axes and both colour schemes")
  func picture() throws {
    let svg = GrowthSVG(
      points: points(.fill, [50_000, 40_000, 30_000]) + points(.search, [700, 600, 500]),
      caption: "a <machine> & more"
    ).text
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse())
    #expect(svg.contains("a &lt;machine&gt; &amp; more"))
    #expect(svg.contains("prefers-color-scheme: dark"))
    for text in [">50,000<", ">600<", ">100 k<", ">events<", ">answers a second<"] {
      #expect(svg.contains(text), "\(text) is missing")
    }
  }

  @Test("nothing measured draws empty panels")
  func empty() {
    #expect(XMLParser(data: Data(GrowthSVG(points: [], caption: "").text.utf8)).parse())
    #expect(GrowthText(points: []).lines.count == 1)
  }
}
