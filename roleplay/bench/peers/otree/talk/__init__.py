"""A live page that stores each message and shows it to the whole group; on it also oTree's own chat."""

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, ExtraModel, Page, models


class C(BaseConstants):
    NAME_IN_URL = "talk"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Message(ExtraModel):
    group = models.Link(Group)
    sender = models.Link(Player)
    text = models.LongStringField()


class Talk(Page):
    @staticmethod
    def live_method(player, data):
        Message.create(group=player.group, sender=player, text=data["message"])
        return {0: {"sender": player.id_in_group, "message": data["message"]}}


page_sequence = [Talk]
