import InteractionModel
import Testing
import Vault

@Suite("Editions of what was said")
struct EditionTests {
  private func part(_ content: JSONObject) -> OpenedPart {
    OpenedPart(index: 0, keyID: "key", result: .opened(content))
  }

  private func standing(_ editions: [OpenedPart]...) -> [JSONObject] {
    OpenedPart.standing(of: editions).compactMap(\.content)
  }

  @Test("stand as the last that names a member has it")
  func last() {
    let first = part(["from": "jo", "subject": "Gate", "text": "It is stuck"])
    #expect(standing([first]) == [["from": "jo", "subject": "Gate", "text": "It is stuck"]])
    #expect(
      standing([first], [part(["text": "It is open"])], [part(["subject": "Door"])])
        == [["from": "jo"], ["text": "It is open"], ["subject": "Door"]])
  }

  @Test("take away what an edit says to be empty, and keep what was first said so")
  func empty() {
    let first = part(["note": "", "subject": "Gate", "text": "It is stuck"])
    #expect(
      standing([first], [part(["subject": .null, "text": ""])]) == [["note": ""], [:]])
  }

  @Test("say nothing of what came before one that stays closed")
  func closed() {
    let closed = OpenedPart(index: 0, keyID: "gone", result: .erased)
    let last = part(["subject": "Door"])
    let standing = OpenedPart.standing(of: [[part(["text": "It is stuck"])], [closed], [last]])
    #expect(standing == [closed, last])
  }
}
