import InteractionModel
import Testing

@Suite("What may stand in clear in the envelope")
struct EnvelopeRuleTests {
  @Test(
    "a source that names a system stays as it is",
    arguments: [
      "desk", "boston311", "tel", "urn:agency:desk", "https://desk.example.gov/v1?q=a+b",
      "/sensors/tn-12", "about:unknown", "https://x.example/100%25", "a+b%2Bc",
    ])
  func clearSource(source: String) {
    #expect(EnvelopeRule.admits(source: source))
    #expect(EnvelopeRule.clearPart(ofSource: source) == source)
  }

  @Test(
    "a source that is somebody's address leaves its scheme, or nothing",
    arguments: [
      ("tel:+16175550123", "tel"), ("TEL:617", "tel"), ("mailto:jane@example.org", "mailto"),
      ("sms:1", "sms"), ("sip:jane", "sip"), ("sips:jane", "sips"), ("im:jane", "im"),
      ("xmpp:jane", "xmpp"), ("whatsapp:1", "whatsapp"), ("urn:x:+1617", "urn"),
      ("https://jane@example.org/", "https"), ("https://x.example/%2B1617", "https"),
      ("https://x.example/jane%40example.org", "https"), ("urn:%+1617", "urn"),
      ("jane@example.org", nil), ("jane:a@b", nil), ("617-555-0123", nil), ("6175550123", nil),
      ("Jane Doe", nil), ("a\nb", nil), ("", nil),
    ] as [(String, String?)])
  func sealedSource(source: String, clear: String?) {
    #expect(!EnvelopeRule.admits(source: source))
    #expect(EnvelopeRule.clearPart(ofSource: source) == clear)
    #expect(clear.map(EnvelopeRule.admits(source:)) != false)
  }

  @Test("a correlation is an id, and no telephone number")
  func correlation() {
    for text in ["k-1", "0190a6b2-7d3c-4e51-9d0a-3b1a5c2f4e60", "123456", "T5550123"] {
      #expect(EnvelopeRule.admits(correlation: text), "\(text)")
    }
    for text in ["617-555-0123", "5550123", "+1617", "jane@example.org", "a b", ""] {
      #expect(!EnvelopeRule.admits(correlation: text), "\(text)")
    }
  }

  @Test("a department is a name")
  func department() {
    #expect(EnvelopeRule.admits(department: "Parks & Recreation"))
    #expect(!EnvelopeRule.admits(department: "jane@example.org"))
    #expect(!EnvelopeRule.admits(department: ""))
  }
}
