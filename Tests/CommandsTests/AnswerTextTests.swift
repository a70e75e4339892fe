import InteractionModel
import Queries
import Testing

@Suite("Answers as programs get them")
struct AnswerTextTests {
  @Test(
    "have decimals as numbers, where a number says the same",
    arguments: [
      ("0.91", "0.91"), ("1.0", "1"), ("0.50", "0.5"), ("-71.0589", "-71.0589"), ("12", "12"),
      ("0.1234567890123456789", "\"0.1234567890123456789\""), ("high", "\"high\""),
    ])
  func decimals(text: String, printed: String) {
    let answer: JSONObject = [
      "entries": [["says": ["confidence": .string(text), "key": .string(text)]]]
    ]
    #expect(
      answer.answerText
        == "{\"entries\":[{\"says\":{\"confidence\":\(printed),\"key\":\"\(text)\"}}]}")
  }

  @Test("have what is to be sent as it is sent, and all else in the canonical form")
  func others() {
    let event: JSONObject = ["example": ["latitude": "42.36"], "latitude": "42.36", "b": [1, "x"]]
    #expect(
      event.answerText
        == "{\"b\":[1,\"x\"],\"example\":{\"latitude\":\"42.36\"},\"latitude\":42.36}")
    let plain: JSONObject = ["b": "é\u{7}", "a": .null]
    #expect(plain.answerText == JSONValue.object(plain).canonicalText)
  }

  @Test("say it in a timeline, where the log has a text")
  func timeline() async throws {
    let text = try await GoldenStore.whole.tool.run("case", "timeline", "A-1", "--json").text
    #expect(text.contains("\"confidence\":0.91"), "\(text)")
  }
}
