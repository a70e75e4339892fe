/// What is said whatever the matter is, in one language.
struct Phrases: Sendable {
  // Residents.
  let greetings: Wording
  let closings: Wording
  let thanks: Wording
  /// A resident asks again.
  let followUps: Wording
  /// Answers to ``probes``.
  let probeAnswers: Wording
  /// Answers to ``deskProbes``.
  let deskAnswers: Wording
  /// What residents say to an explanation.
  let reactions: Wording
  /// One more thing, whatever the matter is.
  let extras: Wording
  /// The same of a matter that is about papers and money.
  let deskExtras: Wording
  /// What callers say to the telephone menu, before the matter.
  let callReasons: Wording
  let voicemails: Wording
  let surveyComments: Wording
  let goodComments: Wording
  let socialTags: Wording
  /// Somebody else chimes in.
  let socialEchoes: Wording

  // The agency.
  let liveGreetings: Wording
  let knownGreetings: Wording
  let writtenGreetings: Wording
  let empathy: Wording
  /// Questions about a place, and those about papers and money.
  let probes: Wording
  let deskProbes: Wording
  let explanations: Wording
  let liveClosings: Wording
  let agentClosings: Wording
  let firstUpdates: Wording
  let updates: Wording
  let doneUpdates: Wording
  /// What the city answers where everybody can read it.
  let publicReplies: Wording
  let closedNotices: Wording

  // The virtual assistant.
  let assistantGreetings: Wording
  let assistantTurns: Wording
  let assistantMisses: Wording
  let assistantEscalations: Wording

  // Outreach.
  let chatOffers: Wording
  let reminders: Wording
  let breachNotices: Wording
  let stops: Wording

  // Notes of agents, in English whatever the resident speaks.
  let noteOpenings: Wording
  let noteClosings: Wording
  let helperNotes: Wording
  let handoffReasons: Wording
  let handoffExpectations: Wording
  let resolutionWords: Wording

  static func english(_ book: inout PhraseBook) -> Phrases {
    Phrases(
      greetings: book.addLines(
        """
        Hello,
        Hi,
        Good morning.
        Good afternoon, this is %n.
        Dear city,
        To whom it may concern,
        Hi there, %n again.
        Good evening.
        My name is %n and I live at %a.
        """),
      closings: book.addLines(
        """
        Can you help?
        Please let me know what happens next.
        Thank you, %g
        You can reach me at %p.
        Regards, %n
        Hoping to hear from you soon, %n, %a
        Thanks in advance.
        Please advise. %n
        Any help is appreciated.
        """),
      thanks: book.addLines(
        """
        Thank you, that helps a lot.
        OK, I will wait for it then.
        Great, thanks for checking.
        All right. Please write it down so I need not explain it again.
        Thanks %w, you were very helpful.
        Fine, thank you. Bye.
        That is all, thank you.
        Perfect. Have a good one.
        Good, then I will tell my %R.
        """),
      followUps: book.addLines(
        """
        Is there any news about %c?
        I was told to expect something by %d, but nothing came.
        I am writing again about %c because nobody called me back.
        Following up on what I reported on %d.
        It has been %q days since I asked about %c.
        A %J promised to look into %c %W.
        """),
      probeAnswers: book.addLines(
        """
        It is %L.
        It started %W.
        No, only the %O.
        Yes, my %R saw it too.
        I think it was %j, around %t.
        The %O is %A, about %q feet long.
        I %Y %W.
        It says %r on the %D.
        Only my %R and me, we are %f in the house.
        A %A %K, if that matters.
        Somewhere between %s and %o.
        I am not sure, a %J told me.
        Apartment %u, %a.
        """),
      deskAnswers: book.addLines(
        """
        I %Y %W.
        It says %r on the %D.
        No, I only have the %D.
        Since %j, I think.
        A %J told me %W.
        The %D is from %j.
        We are %f in the house, my %R has no income.
        My %R signed it, not me.
        The account is %k.
        Apartment %u, %a, ZIP %z.
        I sent it on %d, and my %R %Y.
        $%x, and before that it was $%x.
        Yes, I have the %D and the %D here.
        """),
      reactions: book.addLines(
        """
        %H and how long will that take?
        OK. Do I need the %D for that?
        %H my %R said something else.
        I see. Will somebody call me?
        %H that is what the %J said %W as well.
        And what about the %D?
        I am a little %F, but fine.
        %H I can send you a picture of the %D.
        Does it matter that I %Y?
        Can I do that at %B or only at your office?
        So I should come on %d?
        %H I wrote that down: %r.
        """),
      extras: book.addLines("%X\n%X %X\n%X"),
      deskExtras: book.addLines("%Z\n%Z %Z\n%Z"),
      callReasons: book.addLines(
        """
        It is about this:
        Yes hello.
        A person, please.
        Hello?
        Representative.
        I have a question.
        I called before.
        """),
      voicemails: book.addLines(
        """
        Hello, this is %n at %p. Please call me back.
        Hi, I am calling after work because I cannot call before. My number is %p.
        This message is for the %J. %n, %p.
        Nobody answers, so I leave a message. %g here.
        """),
      surveyComments: book.addLines(
        """
        I had to explain everything twice.
        It took too long, but the last person I talked to was great.
        The website should have told me that from the start.
        I was asked for my address three times.
        %m minutes on hold for a %D. %X
        The %J was rude and the %O is still %A.
        Nobody read what I had written before. %X
        I still do not know who is responsible. I am %F.
        """),
      goodComments: book.addLines(
        """
        Friendly and quick, thank you.
        %w knew what I had told the assistant. Wonderful.
        Solved in one call. My %R could not believe it.
        Clear answers, and I got the %D on %d.
        The %J came when promised and was kind.
        Easy. I did not have to repeat myself.
        """),
      socialTags: book.addLines(
        """
        #PortAlder
        @CityOfPortAlder
        Anybody else in %N?
        Fix it please!
        #%s
        How is this still %A?
        """),
      socialEchoes: book.addLines(
        """
        Same here in %N.
        My %R %V because of that!
        It has been like that %W.
        Try calling, I %Y and it worked.
        Come on @CityOfPortAlder
        """),
      liveGreetings: book.addLines(
        """
        Hello %g, thanks for contacting the City of Port Alder, my name is %w.
        Good day, you have reached the city, this is %w.
        Thank you for waiting, I am %w. How can I help?
        City of Port Alder, %w speaking.
        """),
      knownGreetings: book.addLines(
        """
        Hi %g, %w here. I can see your case %c.
        Hello, I have your case %c in front of me.
        Hello %g, this is %w. You are calling about %c?
        """),
      writtenGreetings: book.addLines(
        """
        Hello %g, thanks for getting in touch with the City of Port Alder.
        Dear %n,
        Hi %g,
        Good day,
        Dear %g, this is about %c.
        """),
      empathy: book.addLines(
        """
        I am sorry about that.
        I understand that you are %F.
        That should not have happened.
        Thank you for telling us.
        I see, that is unpleasant.
        Let me look.
        One moment please.
        """),
      probes: book.addLines(
        """
        Since when is that so?
        Can you tell me where exactly?
        Did anybody get hurt?
        Do you have the %D at hand?
        Who told you that, a %J?
        Is it the %O or something else?
        How many people are affected?
        Did you speak with anybody before me?
        What does the %D say on top?
        Is there a number on it?
        """),
      deskProbes: book.addLines(
        """
        Do you have the %D at hand?
        What does the %D say on top?
        Is there a number on it?
        When did you send the %D?
        Who told you that, a %J?
        Did you speak with anybody before me?
        How many people live with you?
        Is the address still the same?
        Did you sign the %D?
        Is %p the best number to reach you?
        """),
      explanations: book.addLines(
        """
        I am making a note so that nobody has to ask you again.
        That goes to a %J, who looks at it by %d.
        You will get a message with the number %r.
        There is no fee for that.
        The %D is not needed, I can see it here.
        It usually takes %q working days.
        I have added what you said about the %D.
        You can also do that at the office in %N.
        If it gets worse, please call at once.
        The appointment is on %d at %t.
        I have asked the %J to skip the %D.
        """),
      liveClosings: book.addLines(
        """
        Is there anything else?
        Have a good day, %g.
        Thank you for calling the city.
        Then I wish you a nice %d.
        You are welcome.
        """),
      agentClosings: book.addLines(
        """
        Is there anything else we can do?
        We will keep you posted under %c.
        Sorry for the trouble.
        Have a good day. %w
        Kind regards, %w, City of Port Alder
        Please keep %r for your records.
        """),
      firstUpdates: book.addLines(
        """
        Port Alder: your request %c has been received.
        Port Alder: %c is scheduled for %d. Reply STOP to end these messages.
        Port Alder: we got %c and will look at it by %d.
        """),
      updates: book.addLines(
        """
        Port Alder: a crew is on its way for %c.
        Port Alder: a %J will be at %s on %j at about %t.
        Port Alder: %c is waiting for a part, new date %j.
        Port Alder: a %J has looked at %c and needs %q more days.
        """),
      doneUpdates: book.addLines(
        """
        Port Alder: work on %c is done. How did we do?
        Port Alder: %c is closed. Thank you for telling us.
        Port Alder: done! If anything is left about %c, just reply.
        """),
      publicReplies: book.addLines(
        """
        Thank you for telling us. Please send us a direct message so that we can look into it.
        Sorry about that! We do not want to ask for details in public: our inbox is open to you.
        We have passed this on and will answer in a private message.
        A crew knows about the %O in %N. Details by direct message, please.
        """),
      closedNotices: book.addLines(
        """
        Our office is closed now. Leave a message and we will call you back.
        Nobody is here at this hour; we answer as soon as we open. Your place is kept.
        """),
      assistantGreetings: book.addLines(
        """
        I am Alder, the city's assistant. What can I do for you?
        Hi, this is Alder, an automated assistant. Please tell me in a few words what it is about.
        """),
      assistantTurns: book.addLines(
        """
        I understand. Is this about %s or another street?
        You can see the balance under My Account, Payments.
        The office in %N is open until five.
        You can apply with a %D; here is the link.
        This usually takes %q working days.
        I can see an open request, it is with a %J.
        Please have your %D ready.
        The fee is $%x and can be paid online.
        """),
      assistantMisses: book.addLines(
        """
        I am not sure that I understood. Could you say it in other words?
        I could not find this in my sources. Shall I connect you with a person?
        Sorry, I have no answer about the %O.
        """),
      assistantEscalations: book.addLines(
        """
        I am connecting you with a person and pass on what you told me.
        A colleague takes over now; you need not repeat anything.
        """),
      chatOffers: book.addLines(
        """
        It looks like the payment did not go through. Would you like to chat with somebody?
        Having trouble paying? A person can help you right now.
        """),
      reminders: book.addLines(
        """
        Port Alder: your %D expires on %j. Renew online or at any office. Reply STOP to opt out.
        Port Alder: the bill for %a, $%x, is due on %d. Reply STOP to opt out.
        Port Alder: street cleaning on %s on %d, please move your car. Reply STOP to opt out.
        Port Alder: your appointment with the %J is on %j at %t. Reply STOP to opt out.
        Port Alder: hydrant flushing in %N %W, water may be brown. Reply STOP to opt out.
        """),
      breachNotices: book.addLines(
        """
        Dear %n, a file with names, addresses and account numbers of our customers, yours among \
        them, was seen by an unauthorized person. Call us or chat with us; credit monitoring is free.
        """),
      stops: book.addLines("STOP\nStop\nPlease stop these messages\nstop texting me\nUNSUBSCRIBE"),
      noteOpenings: book.addLines(
        """
        Says:
        Caller reports:
        Visitor at the counter, %D in hand:
        Spoke with %n. According to them:
        Ms/Mr %y:
        """),
      noteClosings: book.addLines(
        """
        Told them:
        Advised:
        Explained, will send the %D:
        Agreed on %d. Answer given:
        Called the %J about it. Result:
        """),
      helperNotes: book.addLines(
        """
        Helped at the screen, the scanner did not take the %D.
        Came with the %R, who speaks for the resident. Read the %D aloud.
        Needed larger print, walked through each step together.
        The %R interpreted. Card was read on the %q. attempt.
        Showed where to put the %D and how to go back a page.
        """),
      handoffReasons: book.addLines(
        """
        Not ours, the %D is issued there. Resident is %F.
        Needs somebody who can change the account. %X
        Asked for a person, the assistant had no answer.
        Needs a decision by a %J. %X
        Second call about it, %W.
        """),
      handoffExpectations: book.addLines(
        """
        Check the %D and give a date. Address and name are confirmed.
        Take the payment by phone, reference %r.
        Decide on the waiver, then write to %g.
        Call the %J and close when the %O is done.
        """),
      resolutionWords: book.addLines(
        """
        Done on %d by a %J.
        Closed after talking with %n.
        Checked by a %J on %d.
        The %D is in the file.
        """))
  }
}
