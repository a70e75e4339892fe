import InteractionModel
import StoreConformance
import Testing

@testable import Search

@Suite("Texts that have what somebody types")
struct IdentifierReadingTests {
  private static func isHeld(_ typed: String, _ text: String, _ region: String = "US") throws
    -> Bool
  {
    let rules = IdentifierRules(try #require(TelephoneRegion(region)))
    return rules.readings(of: typed).first?.isHeld(by: ["text": .string(text)]) ?? false
  }

  private static let spellings = [
    "212-664-7665", "(212) 664-7665", "212.664.7665", "2126647665", "1 212 664 7665",
    "1-212-664-7665", "+1 212 664 7665", "+12126647665", "001 212 664 7665", "+1 (212) 664–7665",
    "２１２ ６６４ ７６６５", "12126647665",
  ]

  @Test("A number in any spelling is in the texts that have it in any other", arguments: spellings)
  func numbers(typed: String) throws {
    for spelling in Self.spellings {
      for text in [
        spelling, "Call \(spelling), please", "(\(spelling))", "tel:\(spelling)",
        "2 kids, \(spelling) x12",
        "212-664-7666/\(spelling)", "On 2026-03-02 \(spelling).",
      ] {
        #expect(try Self.isHeld(typed, text), "\(typed) in “\(text)”")
      }
    }
    for text in [
      "+44 212 664 7665", "+49 212 6647665", "442126647665", "212 664 7666", "664-7665",
      "212-664-76650", "9212-664-7665", "212-664-7665-8", "AB2126647665", "SR-2126647665",
      "212 and 664 and 7665", "0044 212 664 7665", "212 6647",
    ] {
      #expect(try !Self.isHeld(typed, text), "\(typed) in “\(text)”")
    }
  }

  @Test("A number of another country is in the texts that say so")
  func countries() throws {
    for typed in ["+44 20 7946 0958", "+442079460958", "0044 20 7946 0958", "442079460958"] {
      for text in ["+44 (20) 7946-0958", "ring 0044 2079460958", "44 20 7946 0958", "442079460958"]
      {
        #expect(try Self.isHeld(typed, text), "\(typed) in “\(text)”")
      }
      for text in ["20 7946 0958", "207-946-0958", "+1 207 946 0958"] {
        #expect(try !Self.isHeld(typed, text), "\(typed) in “\(text)”")
      }
    }
    #expect(try Self.isHeld("020 7946 0958", "+44 20 7946 0958", "GB"))
    #expect(try !Self.isHeld("207-946-0958", "44 20 7946 0958"))
  }

  @Test("A mail address is in the texts that have it and not in those of a longer one")
  func mails() throws {
    for typed in [
      "jo.k@Bücher.example", "JO.K@xn--bcher-kva.example", "mailto:jo.k@bücher.example",
    ] {
      for text in [
        "jo.k@bücher.example", "Write to <Jo.K@BÜCHER.example>.", "'jo.k@xn--bcher-kva.example'",
        "mailto:jo.k@bücher.example?subject=x", "jo.k@bücher.example, kim@bücher.example",
      ] {
        #expect(try Self.isHeld(typed, text), "\(typed) in “\(text)”")
      }
      for text in [
        "ajo.k@bücher.example", "mo.jo.k@bücher.example", "jo.k@bücher.example.org",
        "jo k bücher example", "jo.k at bücher.example",
      ] {
        #expect(try !Self.isHeld(typed, text), "\(typed) in “\(text)”")
      }
    }
  }

  @Test("A domain is one with ß and with ss, as its owner is found by either")
  func respelled() throws {
    let spellings = [
      "jo@Hauptstraße.example", "jo@hauptstrasse.example", "JO@HAUPTSTRASSE.EXAMPLE",
    ]
    for typed in spellings {
      for text in spellings { #expect(try Self.isHeld(typed, "write to \(text), please")) }
      #expect(try !Self.isHeld(typed, "jo@hauptstrase.example"))
    }
    #expect(try !Self.isHeld("straße@x.example", "strasse@x.example"))
  }

  @Test("A code is in the texts that have it in any spelling")
  func codes() throws {
    for typed in [
      "GB82WEST12345698765432", "gb82 west 1234 5698 7654 32", "GB82-WEST-123456987654-32",
    ] {
      for text in [
        "My IBAN: GB82 WEST 1234 5698 7654 32.", "GB82WEST12345698765432",
        "gb82-west-1234-5698-7654-32",
      ] {
        #expect(try Self.isHeld(typed, text), "\(typed) in “\(text)”")
      }
      #expect(try !Self.isHeld(typed, "GB82 WEST 1234 5698 7654 33"))
    }
    // Which groups are one code is told by their form; what was typed is found as it is typed.
    #expect(try Self.isHeld("QQ 12 34 56 C", "My number: qq 12 34 56 c"))
    for typed in ["QQ123456C", "qq 12 34 56 c", "QQ-123456-C", "qq 123456 C"] {
      for text in ["My number: QQ 12 34 56 C.", "It is qq123456c", "QQ 123 456 C"] {
        #expect(try Self.isHeld(typed, text), "\(typed) in “\(text)”")
      }
      #expect(try !Self.isHeld(typed, "QQ 12 34 56 D"))
    }
    #expect(try !Self.isHeld("QQ 12 34 56 C", "qq, c, 12 34 56"))
    #expect(try Self.isHeld("8831-0712", "No. 88310712") && Self.isHeld("88310712", "8831/0712"))
    #expect(try !Self.isHeld("88310712", "488310712"))
  }

  @Test("Addresses beside the words do not count, whatever else a part says does")
  func members() throws {
    let rules = IdentifierRules(try #require(TelephoneRegion("US")))
    for (typed, said) in [
      ("212 664 7665", "2126647665"), ("jo@mail.example", "Jo <jo@mail.example>"),
    ] {
      let reading = try #require(rules.readings(of: typed).first)
      for name in ["from", "to", "cc", "reply_to", "phone", "email", "messageID", "callbackNumber"]
      {
        #expect(!reading.isHeld(by: [name: .string(said)]), "\(name)")
      }
      for name in ["text", "note", "value", "details", "title"] {
        #expect(reading.isHeld(by: [name: .string(said)]), "\(name)")
      }
      #expect(reading.isHeld(by: ["columns": ["Remarks": .string(said)]]))
    }
    let reading = try #require(rules.readings(of: "212 664 7665").first)
    #expect(reading.isHeld(by: ["columns": ["Phone 2": 2_126_647_665]]))
  }

  @Test("What is whole is an address, or a number that may be dialled")
  func whole() throws {
    let rules = IdentifierRules(try #require(TelephoneRegion("US")))
    for text in ["jo@mail.example", "+44 20 7946 0958", "212-664-7665", "1 (212) 664 7665"] {
      #expect(rules.isWhole(text), "\(text)")
    }
    for text in [
      "664-7665", "Jo 212-664-7665", "8831-0712", "UB-48106203", "", "212", "2026-03-02",
    ] {
      #expect(!rules.isWhole(text), "\(text)")
    }
  }

  @Test("Random numbers stand where an oracle that knows no signs says so")
  func oracle() throws {
    let rules = IdentifierRules(try #require(TelephoneRegion("US")))
    var random = SeededGenerator(seed: 61)
    let numbers = (0..<12).map { _ in
      [
        random.pick(["212", "312", "415"]), random.pick(["664", "744"]),
        "\(random.number(7660...7669))",
      ]
    }
    for _ in 0..<400 {
      let said = (0..<random.number(0...3)).map { _ in random.pick(numbers) }
      let text = said.map { number in
        random.pick(["", "+1 ", "1-"]) + number.joined(separator: random.pick(["-", " ", ".", ""]))
      }.joined(separator: random.pick([" ", ", ", " or ", "; "]))
      let wanted = random.pick(numbers)
      let reading = try #require(rules.readings(of: wanted.joined(separator: " ")).first)
      #expect(
        reading.isHeld(by: ["text": .string(text)]) == said.contains(wanted), "\(wanted): “\(text)”"
      )
    }
  }
}
