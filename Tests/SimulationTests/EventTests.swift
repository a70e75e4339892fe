import InteractionModel
import Simulation
import Testing

@Suite("Every event is one that the log takes")
struct EventTests {
  @Test("Types are in the catalogue and bodies hold only what it admits")
  func catalogue() {
    for event in Run.usual.events {
      #expect(EventCatalogue.fields(of: event.type) != nil, "\(event.type)")
      let violation = EventCatalogue.firstViolation(in: event.body, of: event.type)
      #expect(violation == nil, "\(event.type): \(violation ?? "")")
    }
  }

  @Test("Every word is one that the vocabulary has")
  func words() {
    #expect(Set(Run.usual.events.flatMap(UnknownTerm.terms)) == [])
  }

  @Test("Ids are valid, unique, and those of a record's own stream")
  func ids() {
    var seen: Set<EventID> = []
    for event in Run.usual.events {
      #expect(seen.insert(event.id).inserted)
      #expect(StreamID(parsing: event.stream.rawValue) != nil)
      let ids = [event.conversation, event.case, event.party, event.actor?.id].compactMap(\.self)
      #expect(ids.allSatisfy(EntityKey.isValid(id:)))
      switch event.stream.entity {
      case .some(let entity) where entity.kind == .conversation:
        #expect(entity.id == event.conversation)
      case .some(let entity) where entity.kind == .case:
        #expect(entity.id == event.case && entity.id.hasPrefix("PA-20"))
      case .some(let entity) where entity.kind == .party:
        #expect(entity.id == event.party)
      default:
        Issue.record("\(event.stream) is no stream of an entity")
      }
    }
  }

  @Test("Times carry the city's offset, before and after the clocks go forward")
  func offsets() {
    var spring: Set<Substring> = []
    var winter: Set<Substring> = []
    let switchover: Int64 = 1_772_953_200_000_000  // 2026-03-08T07:00:00Z
    for event in Run.usual.events {
      guard let text = event.occurred?.text else {
        Issue.record("an event without a time")
        continue
      }
      if event.time < switchover {
        winter.insert(text.suffix(6))
      } else {
        spring.insert(text.suffix(6))
      }
    }
    #expect(winter == ["-05:00"])
    #expect(spring == ["-04:00"])
  }

  @Test("In autumn the hour that comes twice is told apart by its offset")
  func autumn() {
    // 2026-11-01T00:00:00-04:00, two hours before the clocks go back.
    let start = Instant(microseconds: 1_793_505_600_000_000)
    let simulator = Simulator(
      seed: 5, start: start, options: SimulationOptions(events: 3_000, startsPerHour: 400))
    var last = start.microseconds
    var offsets: Set<String> = []
    for event in simulator {
      #expect(event.time >= last)
      last = event.time
      if let text = event.occurred?.text, text.hasPrefix("2026-11-01T01:") {
        offsets.insert(String(text.suffix(6)))
      }
    }
    #expect(offsets == ["-04:00", "-05:00"])
  }

  @Test("What is personal stands in sealed parts only, under the subject it is about")
  func personal() {
    var withText = 0
    for event in Run.usual.events {
      let body = event.body.canonicalBytes
      for part in event.personal {
        #expect(part.subject == event.defaultSubject)
        #expect(!part.content.isEmpty)
        for member in part.content.members {
          guard let text = member.value.string, text.utf8.count > 3 else { continue }
          withText += 1
          #expect(!contains(body, Array(text.utf8)), "\(event.type) tells \(member.key)")
        }
      }
      let flat = String(decoding: body, as: UTF8.self)
      #expect(!flat.contains("555 01") && !flat.contains("@") && !flat.contains("UB-1"))
      switch event.type {
      case .messageReceived, .messageSent, .noteAdded, .partyIdentified:
        #expect(event.personal.count == 1)
      default: break
      }
    }
    #expect(withText > 4_000)
  }

  @Test("Texts are of the length people write and of more than one wording")
  func texts() {
    var lengths = 0
    var texts: [String] = []
    for event in Run.usual.events where event.type == .messageReceived {
      guard let text = event.personal.first?.content["text"]?.string else { continue }
      lengths += text.utf8.count
      texts.append(text)
      #expect(!text.contains("%"))
    }
    #expect((60...200).contains(lengths / max(1, texts.count)))
    #expect(Set(texts).count > texts.count * 7 / 10)
    #expect(texts.contains { $0.contains("¿") })
  }

  private func contains(_ bytes: [UInt8], _ word: [UInt8]) -> Bool {
    guard bytes.count >= word.count else { return false }
    return (0...(bytes.count - word.count)).contains { start in
      bytes[start] == word[0] && bytes[start..<(start + word.count)].elementsEqual(word)
    }
  }
}
