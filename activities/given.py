"""Given names that are heard in schools: the common ones, never all of them.

With one of them a surname is seen that its capital does not show: "AMARA OKAFOR", "Jo West".
Names that are ordinary words too (Grace, Will, Summer) are left out, as are months and places.
"""

_NAMES = """
    aaliyah aaron abbie abby abdul abdullah abigail abu ada adam adele adrian afua agnes ahmed
    aidan aisha aishah ajay alan albert alberto alejandro alex alexa alexander alexandra alfie
    alfred ali alice alicia alina aline alison alistair aliyah allegra ama amal amara amelia
    amelie amina amir amira amit amy ana ananya anastasia andre andrea andrei andrew andrzej
    angela angus anika anita anna annabel anne annie anthony antonio anya archie ariana arjun
    arlo arman arthur arun asha ashley asif asma astrid ava ayaan ayesha ayo ayomide ayse
    babatunde barbara bartosz beatrice ben benjamin beth bethany bianca bilal billy bogdan bola
    brandon brian bridget bronwyn caitlin caleb callum cameron carl carla carlos carmen caroline
    catherine cecilia charles charlie charlotte cheng chiara chidi chike chinedu chioma chloe
    chris christina christine christopher ciara claire clara clare clive colin connor conor cora
    craig damian daniel daniela darius darren david dawid deborah declan deepak delilah dennis
    derek dev diana diego dimitri dmitri dominic donna dorothy duncan dylan ed eddie edith
    edward efe eilidh elaine eleanor elena eleni elias elif elijah elisa eliza elizabeth ella
    ellen ellie elliot eloise elsa elsie emeka emilia emily emma emmanuel emre enzo eric erin
    esme esther ethan eva evan evelyn evie ezra faisal farah fatima fatimah fatou femi fergus
    ffion finlay finley fiona florian frances francesca francis frankie fraser fred freddie
    frederick freya funmi gabriel gabriela gareth gary gavin gemma geoff geoffrey george georgia
    georgina gerald giovanni giulia gordon graham greg gregory greta gurpreet gwen habib hamish
    hamza hana hannah haris harjit harriet harrison harry haruto harvey hasan hassan hattie
    helen helena henry hugh hugo humza ian ibrahim ida idris ifeoma igor imani imogen imran ines
    ioana isaac isabel isabella isabelle isha isla ismail ivan jack jackson jacob jakub jamal
    james jamie jane janet jasleen jason javier jaya jayden jean jemima jennifer jenny jeremy
    jess jessica jessie jill jin jo joan joanna joanne joao joe joel johan john jon jonah
    jonathan jorge jose joseph josephine josh joshua josie juan jude judith julia julian julie
    kai karen karim karol kasia kate katherine kathryn katie katy katya kayla kayleigh keira
    keith kelly kemi ken kenneth kevin khadija khalid kiera kieran kim kiran klaudia kofi kojo
    krishna krzysztof kwabena kwame kyle lara laura lauren layla lea leah leanne lee leila lena
    leo leon leonardo lewis lexi liam lidia lila lina linda lisa logan lola lorenzo lottie louis
    louisa louise luca lucas lucia lucy luis luke lydia maciej maddie maddison madison magda
    mahmoud maisie malachi mali malik manpreet manuel marcel marco marcus margaret maria mariam
    marie marta martha martin martyna mary maryam mateo mateusz matilda matteo matthew maxim
    megan mehmet mei melissa mia michael michal michelle miguel mihai mila millie milo mina
    miriam mohamed mohammad mohammed mollie molly monika morgan moses muhammad mustafa myles
    nadia naomi nasir natalia natalie natasha nathan nathaniel neha neil ngozi nia niamh
    nicholas nicola nicole nikhil nikita nikolai nina noah noor nora obi oisin ola oleksandr
    olga oliver olivia ollie oluwaseun omar oscar osman otis owen pablo paige patricia patrick
    paul paula pavel pedro penelope percy peter petra philip phoebe pierre piotr polina polly
    pooja pranav priya rachel rafael rafal rahul raj rajesh ralph rania raquel rashid ravi
    raymond rebecca reece reggie ren reuben rhys ricardo richard ritika robbie robert roberto
    roger rohan roman ronan rory rosa rosalind rosanna rosie ross rowan roxanne rufus rupert
    russell ruth ryan sabrina sadia safiya saif sakura salma sam samantha samira samuel sanjay
    sara sarah sasha scott sean sebastian selina serena shaun shreya shu sian sienna simon
    simone simran siân sofia sophia sophie stanley stefan stella stephanie stephen steve steven
    stuart suki sunil susan susie suzanne sven tabitha taiwo tamara tamsin tanisha tanya tara
    tariq tatiana tegan temi teresa thea theo theodore theresa thomas tiago tiffany tim timothy
    tobi tobias toby tom tomas tomasz tommy tony tracey travis trevor tristan tunde umar usman
    valentina vanessa vera veronica vikram viktor viktoria vincent wei wiktoria william xavier
    xin yan yasmin yasmine yaw yuki yusuf yvonne zac zach zachary zahra zain zainab zane zara
    zeynep zhang zoe zofia zoë zuzanna
"""
GIVEN = frozenset(_NAMES.split())
