import Foundation
import InteractionModel

extension Tool {
  /// What a party wrote in a conversation.
  typealias Message = (conversation: String, party: String, text: String)

  /// The tool on a new store in which parties wrote something, projected and indexed.
  static func told(_ messages: [Message]) throws -> Tool {
    let tool = try Tool()
    var input: [UInt8] = []
    for (conversation, party, text) in messages {
      let data: JSONObject = [
        "conversation": .string(conversation), "party": .string(party), "channel": "chat",
        "actor": ["type": "party", "id": .string(party)], "sealed": ["text": .string(text)],
      ]
      let event: JSONObject = [
        "specversion": "1.0", "id": .string(UUID().uuidString.lowercased()), "source": "test",
        "type": "message.received", "data": .object(data),
      ]
      input += event.canonicalBytes + [UInt8(ascii: "\n")]
    }
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    return tool
  }

  /// Two parties who both wrote of a hyacinth.
  static func hyacinths() throws -> Tool {
    try told([
      ("talk-p1", "p1", "a hyacinth grows here"), ("talk-p2", "p2", "a hyacinth is a flower"),
    ])
  }
}
