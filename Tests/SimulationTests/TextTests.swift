import InteractionModel
import Simulation
import Testing

@Suite("Texts are worth searching")
struct TextTests {
  /// Every text, with its conversation.
  private static let texts: [String] = Run.usual.events.flatMap { event in
    event.personal.flatMap { part in
      ["text", "title", "subject", "reason", "resolution"].compactMap { part.content[$0]?.string }
    }
  }

  private static let frequencies: [Int] = {
    var counts: [Substring: Int] = [:]
    for text in texts {
      for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
        counts[Substring(word), default: 0] += 1
      }
    }
    return counts.values.sorted(by: >)
  }()

  @Test("Half of what is recorded has words in it, and the tally counts them")
  func share() {
    let withWords = Run.usual.events.count { event in
      event.personal.contains { part in
        part.content.members.contains { $0.key != "value" && $0.key != "from" && $0.key != "to" }
          && ["text", "title", "subject", "reason", "resolution"].contains {
            part.content[$0] != nil
          }
      }
    }
    #expect(withWords == Run.usual.tally.texts)
    #expect((400...650).contains(withWords * 1000 / Run.usual.events.count), "\(withWords)")
  }

  @Test("Thousands of distinct words, a few very often and most of them seldom")
  func vocabulary() {
    let counts = TextTests.frequencies
    let total = counts.reduce(0, +)
    #expect(counts.count > 2_500, "\(counts.count)")
    // Zipf: the ten first words are a sixth to a third of all; half of the words are rare.
    let top = counts.prefix(10).reduce(0, +) * 1000 / total
    #expect((120...350).contains(top), "\(top)")
    #expect(counts.count { $0 <= 5 } > counts.count / 3)
    // The hundredth word is some tens of times rarer than the first.
    #expect((8...120).contains(counts[0] / counts[99]), "\(counts[0]) \(counts[99])")
  }

  @Test("Both languages are spoken, each in its own conversations")
  func languages() {
    let tally = Run.usual.tally
    let share = tally.conversationsInSpanish * 1000 / tally.conversations
    #expect((150...320).contains(share), "\(share)")
    let spanish = TextTests.texts.count { $0.contains("¿") || $0.contains("ñ") || $0.contains("á") }
    #expect(spanish * 1000 / TextTests.texts.count > 60)
  }

  @Test("No slot is left open in a text")
  func slots() {
    #expect(!TextTests.texts.contains { $0.contains("%") || $0.contains("…") || $0.isEmpty })
  }
}
